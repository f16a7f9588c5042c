-- One row per series and run, of the last 60 runs or of the given number: median with its interval. Parameters: series=PATTERN, nights=COUNT.
-- The pattern is one of GLOB: 'shm/*', '*/f32/*'. CROSS JOIN makes SQLite read the
-- runs first. Runs dated in the future are left out.
SELECT s.series, r.id AS run_id, r.started_utc, r.machine_id,
       u.samples, u.median_ns, u.low_ns, u.high_ns
FROM (SELECT id, started_utc, machine_id FROM run
      WHERE started_utc <= (SELECT latest_utc FROM v_now)
      ORDER BY started_utc DESC, id DESC LIMIT coalesce(:nights, 60)) AS r
CROSS JOIN cell AS c ON c.run_id = r.id
JOIN v_series AS s ON s.series_id = c.series_id
JOIN summary AS u ON u.cell_id = c.id
WHERE s.series GLOB coalesce(:series, '*')
ORDER BY c.series_id, r.started_utc, r.id;
