-- One row per peer with the kernel numpy and size: mean seconds per product, as the course page has it. Empty where no peer has this kernel. Parameters: run=RUN.
-- The page compares numpy.dot with joblib's processes. Its column is the mean; the
-- median and its interval stand beside it.
SELECT iif(u.strategy = 'peer:numpy', 'numpy.dot',
           substr(u.strategy, 6) || ' ' || u.workers || 'x' || u.chunks)
         || iif(u.dtype = 'f64', '', ' ' || u.dtype) AS curve,
       u.n, u.mean_ns * 1e-9 AS average_s, u.median_ns * 1e-9 AS median_s,
       u.low_ns * 1e-9 AS low_s, u.high_ns * 1e-9 AS high_s, u.samples,
       u.interval_over
FROM v_summary AS u
WHERE u.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND u.samples > 0 AND u.strategy GLOB 'peer:*' AND u.kernel = 'numpy'
ORDER BY u.dtype DESC, min(u.cell_id) OVER (PARTITION BY u.curve), u.n;
