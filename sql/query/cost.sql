-- One row per parallel cell of a run: speed-up divided by workers, CPU time, and the time lost compared with an ideal split. Parameters: run=RUN.
SELECT curve, n, workers, speedup_ratio, efficiency_ratio,
       low_speedup_ratio / workers AS low_efficiency_ratio,
       high_speedup_ratio / workers AS high_efficiency_ratio,
       median_ns, base_median_ns / workers AS ideal_ns,
       median_ns - base_median_ns / workers AS lost_ns,
       workers * median_ns AS cpu_ns
FROM v_speedup
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY min(cell_id) OVER (PARTITION BY curve), n;
