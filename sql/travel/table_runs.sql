SELECT id, started_utc, coalesce(origin, '') FROM run ORDER BY id;
