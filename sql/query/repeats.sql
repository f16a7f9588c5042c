-- One row per curve and percentile: the distribution of its repeats, each divided by the median of its cell. Parameters: run=RUN.
-- All sizes of a curve together; at most 200 points per curve.
WITH
  repeat AS (
    SELECT u.curve, u.dtype, u.cell_id,
           1.0 * p.total_ns / u.calls / u.median_ns AS ratio
    FROM v_summary AS u
    JOIN sample AS p ON p.cell_id = u.cell_id AND p.status = 'ok'
    WHERE u.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
      AND u.samples > 1 AND u.strategy <> 'null' AND u.median_ns > 0
  ),
  ranked AS (
    SELECT curve, dtype, ratio,
           row_number() OVER (PARTITION BY curve ORDER BY ratio) AS rank,
           count(*) OVER (PARTITION BY curve) AS samples,
           min(cell_id) OVER (PARTITION BY curve) AS first_cell
    FROM repeat
  )
SELECT curve, 100.0 * rank / samples AS percent, ratio, samples
FROM ranked
WHERE samples <= 200 OR rank = 1 OR rank = samples
   OR rank * 198 / samples > (rank - 1) * 198 / samples
ORDER BY dtype DESC, first_cell, rank;
