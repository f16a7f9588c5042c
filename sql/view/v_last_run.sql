-- One row, if there is one: the run that was started last, wherever it came from; in
-- the same second, the one that was stored last.
CREATE VIEW v_last_run AS
SELECT id AS run_id FROM run
WHERE started_utc <= (SELECT latest_utc FROM v_now)
ORDER BY started_utc DESC, id DESC LIMIT 1;
