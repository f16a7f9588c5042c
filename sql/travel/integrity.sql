-- 'ok', or the first damage that SQLite finds in the pages and rows of the file.
SELECT replace(integrity_check, char(10), ' ') FROM pragma_integrity_check(1);
