-- One row per repeat of a run that was preempted, moved to another CPU or had page faults, and how slow it was. Empty where there is none. Parameters: run=RUN.
SELECT c.series, p.repeat, p.round, 1e-9 * p.start_ns AS start_s,
       p.preemptions, p.moved, p.faults, p.waits, p.cpu,
       1.0 * p.total_ns / c.calls / u.median_ns AS slowness_ratio
FROM v_cell AS c
JOIN sample AS p ON p.cell_id = c.cell_id
LEFT JOIN summary AS u ON u.cell_id = c.cell_id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND p.status IN ('ok', 'wrong')
  AND (p.preemptions > 0 OR p.moved OR p.faults > 0)
ORDER BY p.start_ns, c.cell_id;
