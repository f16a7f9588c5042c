SELECT id FROM run ORDER BY started_utc, uuid;
