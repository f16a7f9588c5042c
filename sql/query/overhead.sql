-- One row per cell of a run: mean ns per call of each phase, of everything except computing, and of an ideal split. Parameters: run=RUN.
SELECT c.series, c.n, c.workers,
       avg(p.spawn_ns) / c.calls AS spawn_ns,
       avg(p.dispatch_ns) / c.calls AS dispatch_ns,
       avg(p.compute_ns) / c.calls AS compute_ns,
       avg(p.collect_ns) / c.calls AS collect_ns,
       avg(p.total_ns - p.compute_ns) / c.calls AS overhead_ns,
       avg(p.skew_ns) / c.calls AS skew_ns,
       u.mean_ns / c.workers AS ideal_ns
FROM v_cell AS c
JOIN sample AS p ON p.cell_id = c.cell_id
LEFT JOIN summary AS u ON u.cell_id = c.base_id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND p.status = 'ok'
GROUP BY c.cell_id
ORDER BY c.n, c.cell_id;
