-- One row, if there is one: the run that was started last, wherever it came from; in
-- the same second, the one that was stored last. Runs in the future do not count, unless
-- all are: then it is the clock of this machine that is wrong.
CREATE VIEW v_last_run AS
SELECT id AS run_id FROM run
WHERE started_utc <= (SELECT latest_utc FROM v_now)
   OR NOT EXISTS (SELECT 1 FROM run
                  WHERE started_utc <= (SELECT latest_utc FROM v_now))
ORDER BY started_utc DESC, id DESC LIMIT 1;
