SELECT id FROM run
WHERE started_utc <= (SELECT latest_utc FROM v_now)
ORDER BY started_utc DESC, id DESC LIMIT 1 OFFSET :back;
