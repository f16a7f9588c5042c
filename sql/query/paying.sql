-- One row per parallel curve: on how many nights it was faster than serial, and from which n. Parameters: run=RUN.
-- The nights up to the run.
WITH
  this AS (
    SELECT id FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  each AS (
    SELECT s.curve, s.run_id, s.workers,
           min(s.n) FILTER (WHERE s.low_speedup_ratio > 1) AS faster_n
    FROM this AS t
    JOIN v_night_until AS n ON n.until_id = t.id
    JOIN v_speedup AS s ON s.run_id = n.run_id
    GROUP BY s.curve, s.run_id
  )
SELECT curve, workers, count(*) AS nights, count(faster_n) AS paying_nights,
       min(faster_n) AS least_faster_n, max(faster_n) AS greatest_faster_n,
       max(faster_n) FILTER (WHERE run_id = (SELECT id FROM this))
         AS this_night_n
FROM each
GROUP BY curve
ORDER BY curve;
