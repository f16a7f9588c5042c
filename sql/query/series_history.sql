-- One row per run of a series, oldest first: median with its interval, and the change since the run before on the machine. Parameters: series=SERIES, nights=COUNT.
-- Default series: the first one of the last run. Default nights: all. Runs dated in
-- the future are left out. CROSS JOIN makes SQLite read the runs first, of which it
-- needs the index only.
WITH night AS MATERIALIZED (
  SELECT r.id AS run_id, r.started_utc, c.id AS cell_id
  FROM run AS r
  CROSS JOIN cell AS c ON c.run_id = r.id
  WHERE r.started_utc <= (SELECT latest_utc FROM v_now)
    AND c.series_id = coalesce(
      (SELECT series_id FROM v_series WHERE series = :series),
      iif(:series IS NULL, (SELECT series_id FROM cell
                            WHERE run_id = (SELECT run_id FROM v_last_run)
                            ORDER BY id LIMIT 1), NULL))
    AND EXISTS (SELECT 1 FROM summary AS u WHERE u.cell_id = c.id)
  ORDER BY r.started_utc DESC, r.id DESC
  LIMIT coalesce(:nights, -1)
)
SELECT r.id AS run_id, r.label, r.started_utc, r.machine_id, r.build_id,
       u.samples, u.median_ns, u.low_ns, u.high_ns, u.min_ns, u.mad_ns,
       u.median_ns / lag(u.median_ns) OVER (PARTITION BY h.history_id
                                            ORDER BY r.started_utc, r.id)
         - 1 AS change_ratio
FROM night AS x
JOIN summary AS u ON u.cell_id = x.cell_id
JOIN run AS r ON r.id = x.run_id
JOIN v_history AS h ON h.machine_id IS r.machine_id
ORDER BY r.started_utc, r.id;
