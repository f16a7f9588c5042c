-- One row per parallel cell and size: speed-up against serial, with interval. Parameters: run=RUN.
SELECT curve, n, speedup_ratio, low_speedup_ratio, high_speedup_ratio,
       efficiency_ratio, median_ns, base, base_median_ns, rounds, level
FROM v_speedup
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY min(cell_id) OVER (PARTITION BY curve), n;
