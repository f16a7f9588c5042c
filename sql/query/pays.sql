-- One row per parallel curve and night: the least n at which it is faster than serial. Parameters: run=RUN.
-- Also the greatest smaller n at which it is not faster. About 300 of the nights
-- up to the run.
WITH
  this AS (
    SELECT id FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  night AS (
    SELECT id, started_s
    FROM (SELECT n.run_id AS id, n.started_s,
                 row_number() OVER (ORDER BY n.started_utc DESC) AS back,
                 count(*) OVER () AS nights
          FROM this AS t JOIN v_night_until AS n ON n.until_id = t.id)
    WHERE (back - 1) % (nights / 300 + 1) = 0
  ),
  point AS (
    SELECT s.run_id, s.curve, s.n, s.low_speedup_ratio, n.started_s,
           min(s.n) FILTER (WHERE s.low_speedup_ratio > 1)
             OVER (PARTITION BY s.run_id, s.curve) AS faster_n
    FROM night AS n
    JOIN v_speedup AS s ON s.run_id = n.id
  )
SELECT curve, started_s, min(faster_n) AS faster_n,
       max(n) FILTER (WHERE n < faster_n) AS not_faster_n,
       max(n) AS greatest_n, run_id, count(*) AS sizes
FROM point
GROUP BY curve, run_id
ORDER BY curve, started_s;
