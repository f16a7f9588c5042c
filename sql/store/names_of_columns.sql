-- The columns of all tables and views, each with the names of these.
SELECT c.name, group_concat(m.name, ', ')
FROM sqlite_schema AS m
JOIN pragma_table_xinfo(m.name) AS c
WHERE m.type IN ('table', 'view') AND m.name NOT GLOB 'sqlite_*'
GROUP BY c.name;
