-- One row per parallel curve and size whose cold start is known: seconds of the cold start, of the first call after it, and of a steady call. Parameters: run=RUN.
SELECT u.curve, u.n, c.open_ns * 1e-9 AS cold_s, c.first_ns * 1e-9 AS first_s,
       u.median_ns * 1e-9 AS steady_s, u.low_ns * 1e-9 AS low_s,
       u.high_ns * 1e-9 AS high_s, u.samples,
       c.open_ns AS cold_ns, c.first_ns, u.median_ns AS steady_ns,
       u.low_ns, u.high_ns, u.interval_over
FROM v_summary AS u
JOIN v_cell AS c ON c.cell_id = u.cell_id
WHERE u.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND u.samples > 0 AND c.base_id IS NOT NULL
  AND c.open_ns IS NOT NULL AND c.first_ns IS NOT NULL
ORDER BY u.dtype DESC, min(u.cell_id) OVER (PARTITION BY u.curve), u.n;
