-- One row per parallel cell and size: speed-up over serial with its interval, and the two sizes between which its curve becomes faster. Parameters: run=RUN.
WITH
  point AS (
    SELECT s.*, u.samples,
           min(s.n) FILTER (WHERE s.low_speedup_ratio > 1)
             OVER (PARTITION BY s.curve) AS faster_n
    FROM v_speedup AS s
    JOIN v_summary AS u ON u.cell_id = s.cell_id
    WHERE s.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  )
SELECT curve, n, speedup_ratio, low_speedup_ratio, high_speedup_ratio,
       efficiency_ratio, median_ns, base, base_median_ns, rounds, level,
       samples, workers,
       max(n) FILTER (WHERE n < faster_n)
         OVER (PARTITION BY curve) AS not_faster_n,
       faster_n, interval_over
FROM point
ORDER BY min(cell_id) OVER (PARTITION BY curve), n;
