-- The run that was started last (v_last_run), or the one that was :back runs before it.
SELECT id FROM run
WHERE started_utc <= (SELECT latest_utc FROM v_now)
   OR NOT EXISTS (SELECT 1 FROM run
                  WHERE started_utc <= (SELECT latest_utc FROM v_now))
ORDER BY started_utc DESC, id DESC LIMIT 1 OFFSET :back;
