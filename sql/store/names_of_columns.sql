-- The columns of all tables and views.
SELECT DISTINCT c.name
FROM sqlite_schema AS m
JOIN pragma_table_xinfo(m.name) AS c
WHERE m.type IN ('table', 'view') AND m.name NOT GLOB 'sqlite_*';
