-- One row per curve: how its repeats spread around the median of their cells (1 is the median), all sizes together. Parameters: run=RUN.
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
    SELECT curve, dtype, ratio, cell_id,
           cume_dist() OVER (PARTITION BY curve ORDER BY ratio) AS share
    FROM repeat
  )
SELECT curve, count(*) AS samples,
       min(ratio) AS least,
       min(ratio) FILTER (WHERE share >= 0.05) AS p5,
       min(ratio) FILTER (WHERE share >= 0.25) AS p25,
       min(ratio) FILTER (WHERE share >= 0.75) AS p75,
       min(ratio) FILTER (WHERE share >= 0.95) AS p95,
       max(ratio) AS greatest,
       100.0 * count(*) FILTER (WHERE ratio > 1.5) / count(*)
         AS beyond_1_5_percent
FROM ranked
GROUP BY curve
ORDER BY dtype DESC, min(cell_id);
