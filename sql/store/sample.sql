-- The order is that of the table, so that SQLite takes the values as they come.
INSERT INTO sample (cell_id, @stored@)
SELECT cell_id, @stored@
FROM memory_sample;
