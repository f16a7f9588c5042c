-- One row per field of a JSON object: its name, its type, its text; a number's
-- as it stands there, because SQLite would round it.
SELECT key, type, iif(type IN ('integer', 'real'), :line -> fullkey, atom)
FROM json_each(:line);
