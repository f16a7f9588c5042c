-- The source of the newest run that was imported from a file of this name.
SELECT coalesce(origin, '') FROM run
WHERE external = :file
ORDER BY started_utc DESC, id DESC
LIMIT 1;
