-- One row per series of two runs: its cell in each run, or NULL; whether its workers
-- exchange data.
-- (With FULL JOIN, SQLite would read the cells of all runs.)
SELECT s.series_id, s.series, a.id, a.status, a.reason, b.id, b.status, b.reason,
       s.workers > 1
FROM (SELECT series_id FROM cell WHERE run_id = :a
      UNION
      SELECT series_id FROM cell WHERE run_id = :b) AS x
JOIN v_series AS s ON s.series_id = x.series_id
LEFT JOIN cell AS a ON a.run_id = :a AND a.series_id = x.series_id
LEFT JOIN cell AS b ON b.run_id = :b AND b.series_id = x.series_id
ORDER BY s.series;
