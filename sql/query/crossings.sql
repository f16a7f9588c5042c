-- One row per curve of a run: the n at which its speed-up first rises above 1 and first falls below it again; NULL where it does not. Parameters: run=RUN.
-- Between two sizes the time saved by a call is interpolated linearly in n, which
-- is exact for times of the form a + b n.
WITH point AS (
  SELECT cell_id, curve, n, speedup_ratio AS ratio,
         low_speedup_ratio AS low, high_speedup_ratio AS high,
         base_median_ns * (1 - 1 / speedup_ratio) AS saved_ns
  FROM v_speedup
  WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
), step AS (
  SELECT *, lag(n) OVER w AS before_n, lag(saved_ns) OVER w AS before_ns
  FROM point
  WINDOW w AS (PARTITION BY curve ORDER BY n)
), crossing AS (
  SELECT *, before_n + (n - before_n) * before_ns / (before_ns - saved_ns) AS at_n
  FROM step
)
SELECT curve, count(*) AS sizes, min(n) AS least_n, max(n) AS greatest_n,
       count(*) FILTER (WHERE ratio > 1) AS faster,
       count(*) FILTER (WHERE low > 1) AS surely_faster,
       count(*) FILTER (WHERE high < 1) AS surely_slower,
       CASE WHEN min(ratio) > 1 THEN 'always' WHEN max(ratio) <= 1 THEN 'never'
            ELSE 'sometimes' END AS pays,
       min(CAST(round(at_n) AS INTEGER)) FILTER (WHERE before_ns <= 0 AND saved_ns > 0)
         AS rises_n,
       min(CAST(round(at_n) AS INTEGER)) FILTER (WHERE before_ns > 0 AND saved_ns <= 0)
         AS falls_n,
       max(ratio) AS best_ratio
FROM crossing
GROUP BY curve
ORDER BY min(cell_id);
