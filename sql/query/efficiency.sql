-- One row per parallel cell and size: speed-up divided by workers, with interval. Parameters: run=RUN.
SELECT s.curve, s.n, s.efficiency_ratio,
       s.low_speedup_ratio / s.workers AS low_efficiency_ratio,
       s.high_speedup_ratio / s.workers AS high_efficiency_ratio,
       s.workers, s.base, s.rounds, s.level, u.samples, s.interval_over
FROM v_speedup AS s
JOIN v_summary AS u ON u.cell_id = s.cell_id
WHERE s.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY min(s.cell_id) OVER (PARTITION BY s.curve), s.n;
