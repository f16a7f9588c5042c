-- One row, if there is one: the run that was started last, wherever it came from.
CREATE VIEW v_last_run AS
SELECT id AS run_id FROM run ORDER BY started_utc DESC, id DESC LIMIT 1;
