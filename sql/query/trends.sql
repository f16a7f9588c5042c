-- One row per break-even and cost-law coefficient of a run's night. Parameters: run=RUN.
SELECT name, subject, value, low, high, word
FROM trend
WHERE run_id = coalesce(:run, (SELECT max(run_id) FROM trend))
ORDER BY name, subject;
