-- One row per parallel curve: on how many nights it was faster than serial, from which n. Parameters: run=RUN.
-- Nights of the run's machine up to it.
WITH
  this AS (
    SELECT id, machine_id FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  each AS (
    SELECT s.curve, s.run_id, s.workers,
           min(s.n) FILTER (WHERE s.low_speedup_ratio > 1) AS faster_n
    FROM this AS t
    JOIN run AS r ON r.machine_id IS t.machine_id AND r.id <= t.id
    JOIN v_speedup AS s ON s.run_id = r.id
    GROUP BY s.curve, s.run_id
  )
SELECT curve, workers, count(*) AS nights, count(faster_n) AS paying_nights,
       min(faster_n) AS least_faster_n, max(faster_n) AS greatest_faster_n,
       max(faster_n) FILTER (WHERE run_id = (SELECT id FROM this))
         AS this_night_n
FROM each
GROUP BY curve
ORDER BY curve;
