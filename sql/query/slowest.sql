-- One row per repeat, of the 20 (or the given number) slowest of a run relative to the median of their cell, with waits, preemptions and faults. Parameters: run=RUN, top=COUNT.
SELECT c.series, p.repeat, p.round, 1e-9 * p.start_ns AS start_s,
       1.0 * p.total_ns / c.calls AS call_ns, u.median_ns,
       1.0 * p.total_ns / c.calls / u.median_ns AS slowness_ratio,
       p.waits, p.preemptions, p.faults, p.cpu, p.moved,
       CASE max(p.spawn_ns, p.dispatch_ns, p.compute_ns, p.collect_ns)
         WHEN p.compute_ns THEN 'compute' WHEN p.dispatch_ns THEN 'dispatch'
         WHEN p.collect_ns THEN 'collect' ELSE 'spawn' END AS longest_phase
FROM v_cell AS c
JOIN sample AS p ON p.cell_id = c.cell_id
JOIN summary AS u ON u.cell_id = c.cell_id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND p.status = 'ok'
ORDER BY slowness_ratio DESC, c.cell_id, p.repeat
LIMIT coalesce(:top, 20);
