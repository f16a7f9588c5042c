-- One row per field of a JSON object, also of one that comes twice: its name,
-- its type, its text; a number's as it stands there, because SQLite would round
-- it (the first one's, where the name comes twice). No path leads to a name with
-- quotes in it, and no column has such a name.
SELECT key, type,
       CASE WHEN type NOT IN ('integer', 'real') THEN atom
            WHEN key NOT GLOB '*[^a-z0-9_]*' THEN :line -> fullkey END
FROM json_each(:line);
