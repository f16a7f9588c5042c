-- The labels of runs, the newest first.
SELECT label FROM run
WHERE label IS NOT NULL
GROUP BY label
ORDER BY max(started_utc) DESC;
