-- One row per series: in how many runs it was measured, and when last.
SELECT c.series, count(*) AS runs, max(r.started_utc) AS last_utc
FROM v_cell AS c
JOIN run AS r ON r.id = c.run_id
WHERE c.status <> 'missing'
GROUP BY c.series_id
ORDER BY c.dtype, c.kernel, c.strategy, c.workers, c.chunks, c.n;
