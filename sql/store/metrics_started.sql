-- When a run was begun, in seconds since 1970.
SELECT CAST(strftime('%s', started_utc) AS INTEGER) FROM run WHERE id = :run_id;
