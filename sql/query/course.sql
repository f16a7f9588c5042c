-- One row per curve and size: mean seconds per call, as on the course page, and the median's interval. Parameters: run=RUN.
SELECT u.curve, u.n, u.mean_ns * 1e-9 AS average_s,
       u.median_ns * 1e-9 AS median_s,
       u.low_ns * 1e-9 AS low_s, u.high_ns * 1e-9 AS high_s, u.samples
FROM v_summary AS u
WHERE u.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND u.samples > 0 AND u.strategy <> 'null'
ORDER BY u.dtype, min(u.cell_id) OVER (PARTITION BY u.curve), u.n;
