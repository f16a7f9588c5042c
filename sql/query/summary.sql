-- One row per cell of a run: median in ns per call with its interval, mean, extremes. Parameters: run=RUN.
SELECT series, samples, min_ns, median_ns, low_ns, high_ns, level,
       mean_ns, sd_ns, max_ns, interval_over
FROM v_summary
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY n, cell_id;
