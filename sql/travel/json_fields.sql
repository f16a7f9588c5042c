-- One row per field of a JSON object, also if a name occurs twice: its name, type
-- and text. The text of a number is the original text (of the first field of that
-- name), because SQLite would round the value; the path fullkey is used for names of
-- these characters only, since none exists for a name with quotes and no column has
-- another name.
SELECT key, type,
       CASE WHEN type NOT IN ('integer', 'real') THEN atom
            WHEN key NOT GLOB '*[^a-z0-9_]*' THEN :line -> fullkey END
FROM json_each(:line);
