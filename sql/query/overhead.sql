-- One row per cell of a run: mean ns per call of each phase, of everything except computing, and of an ideal split. Parameters: run=RUN.
SELECT c.series, c.n, c.workers,
       1.0 * sum(p.spawn_ns) / count(p.spawn_ns) / c.calls AS spawn_ns,
       1.0 * sum(p.dispatch_ns) / count(p.dispatch_ns) / c.calls AS dispatch_ns,
       1.0 * sum(p.compute_ns) / count(p.compute_ns) / c.calls AS compute_ns,
       1.0 * sum(p.collect_ns) / count(p.collect_ns) / c.calls AS collect_ns,
       1.0 * sum(p.total_ns - p.compute_ns) / count(p.compute_ns) / c.calls AS overhead_ns,
       1.0 * sum(p.skew_ns) / count(p.skew_ns) / c.calls AS skew_ns,
       u.mean_ns / c.workers AS ideal_ns
FROM v_cell AS c
JOIN sample AS p ON p.cell_id = c.cell_id
LEFT JOIN summary AS u ON u.cell_id = c.base_id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND p.status = 'ok'
GROUP BY c.cell_id
ORDER BY c.n, c.cell_id;
