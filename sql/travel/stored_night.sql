-- The newest run of an imported source at this time.
SELECT r.id
FROM machine AS m
JOIN run AS r ON r.machine_id = m.id AND r.started_utc = :started_utc
WHERE m.key = coalesce('external ' || :origin, 'external')
ORDER BY r.id DESC
LIMIT 1;
