-- One row per parallel curve and night: the least n at which it is faster than serial. Parameters: run=RUN.
-- And the greatest n below it that is not; some 300 nights of the run's machine
-- up to it.
WITH
  this AS (
    SELECT id, machine_id FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  night AS (
    SELECT id, started_s
    FROM (SELECT r.id, CAST(strftime('%s', r.started_utc) AS INTEGER) AS started_s,
                 row_number() OVER (ORDER BY r.id DESC) AS back,
                 count(*) OVER () AS nights
          FROM run AS r
          JOIN this AS t ON r.machine_id IS t.machine_id AND r.id <= t.id)
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
ORDER BY curve, run_id;
