SELECT id FROM run ORDER BY started_utc DESC, id DESC LIMIT 1 OFFSET :back;
