INSERT INTO sample (cell_id, @sample@)
SELECT cell_id, @sample@
FROM memory_sample;
