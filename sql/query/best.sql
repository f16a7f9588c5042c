-- One row per type and size of a run: the fastest cell, the second fastest and the ratio of their medians, and the fastest serial median. Parameters: run=RUN.
WITH ranked AS (
  SELECT *, row_number() OVER w AS place,
         lead(series) OVER w AS next, lead(median_ns) OVER w AS next_ns,
         lead(low_ns) OVER w AS next_low_ns,
         min(median_ns) FILTER (WHERE strategy = 'serial'
                                OR cell_id IN (SELECT base_id FROM cell))
           OVER (PARTITION BY dtype, n) AS serial_ns
  FROM v_summary
  WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
    AND samples > 0 AND strategy <> 'null'
  WINDOW w AS (PARTITION BY dtype, n ORDER BY median_ns, cell_id)
)
SELECT dtype, n, series AS best, median_ns, low_ns, high_ns,
       serial_ns, serial_ns / median_ns AS over_serial_ratio,
       next, next_ns, next_ns / median_ns AS over_next_ratio,
       high_ns < next_low_ns AS apart
FROM ranked
WHERE place = 1
ORDER BY dtype, n;
