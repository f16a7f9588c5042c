-- One row per series: in how many runs it was measured, and the start of the last of them.
-- The + keeps SQLite from using the index: reading the table in order is faster.
SELECT s.series, x.runs, x.last_utc
FROM (SELECT c.series_id, count(*) AS runs, max(r.started_utc) AS last_utc
      FROM cell AS c
      JOIN run AS r ON r.id = c.run_id
      WHERE c.status <> 'missing'
      GROUP BY +c.series_id) AS x
JOIN v_series AS s ON s.series_id = x.series_id
ORDER BY s.dtype, s.kernel, s.strategy, s.workers, s.chunks, s.n;
