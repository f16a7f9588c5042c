-- The number of runs that are dated in the future, the first of them, and its start.
SELECT count(*), id, min(started_utc) FROM run
WHERE started_utc > (SELECT latest_utc FROM v_now)
  AND id NOT IN (SELECT m.run_id FROM mark AS m
                 WHERE m.kind = 'excluded' AND m.undone_utc IS NULL);
