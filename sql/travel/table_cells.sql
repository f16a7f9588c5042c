-- One row per cell of the runs of a table, by series and time: the series, and its
-- values on that night.
SELECT s.id, r.started_utc, s.strategy, s.n, s.workers, u.samples, u.min_ns,
       u.median_ns, u.mean_ns, u.max_ns
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN series AS s ON s.id = c.series_id
JOIN summary AS u ON u.cell_id = c.id
ORDER BY s.id, r.started_utc;
