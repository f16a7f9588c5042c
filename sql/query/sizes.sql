-- One row per table and index: its bytes in the file, the greatest first. Reads every page. Needs dbstat.
-- Debian's SQLite has dbstat; a build of your own needs SQLITE_ENABLE_DBSTAT_VTAB.
SELECT s.name, t.type, s.ncell AS entries, s.pgsize AS bytes,
       round(100.0 * s.pgsize / sum(s.pgsize) OVER (), 1) AS percent,
       s.payload AS payload_bytes, s.unused AS unused_bytes
FROM dbstat AS s
LEFT JOIN sqlite_schema AS t ON t.name = s.name
WHERE s.aggregate = TRUE
ORDER BY s.pgsize DESC, s.name;
