-- One row per curve and size: median seconds per call with its interval, fastest and slowest. Parameters: run=RUN.
SELECT curve, n, median_ns * 1e-9 AS median_s,
       low_ns * 1e-9 AS low_s, high_ns * 1e-9 AS high_s,
       min_ns * 1e-9 AS min_s, max_ns * 1e-9 AS max_s, samples, level,
       median_ns, low_ns, high_ns, interval_over
FROM v_summary
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND samples > 0 AND strategy <> 'null'
ORDER BY dtype DESC, min(cell_id) OVER (PARTITION BY curve), n;
