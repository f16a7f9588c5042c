-- One row per run of a series, oldest first: median with its interval, and the change since the run before. Parameters: series=SERIES, nights=COUNT.
-- Default series: the first one of the last run. Default nights: all.
WITH night AS (
  SELECT c.run_id, u.samples, u.median_ns, u.low_ns, u.high_ns, u.min_ns,
         u.mad_ns
  FROM cell AS c
  JOIN summary AS u ON u.cell_id = c.id
  WHERE c.series_id = coalesce(
    (SELECT series_id FROM v_series WHERE series = :series),
    iif(:series IS NULL, (SELECT series_id FROM cell
                          WHERE run_id = (SELECT run_id FROM v_last_run)
                          ORDER BY id LIMIT 1), NULL))
  ORDER BY c.run_id DESC
  LIMIT coalesce(:nights, -1)
)
SELECT r.id AS run_id, r.label, r.started_utc, r.machine_id, r.build_id,
       x.samples, x.median_ns, x.low_ns, x.high_ns, x.min_ns, x.mad_ns,
       x.median_ns / lag(x.median_ns) OVER (PARTITION BY r.machine_id
                                            ORDER BY r.id) - 1 AS change_ratio
FROM night AS x
JOIN run AS r ON r.id = x.run_id
ORDER BY r.id;
