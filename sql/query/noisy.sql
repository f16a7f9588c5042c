-- One row per run that was disturbed, newest first, with the reasons. Empty where none was.
SELECT id AS run_id, label, started_utc, status, noisy
FROM run
WHERE noisy <> ''
ORDER BY started_utc DESC, id DESC;
