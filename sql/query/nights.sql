-- One row per run, newest first, of the last 60 or of the given number: its duration, and how many series got slower or faster by 5 % since the run before. Parameters: nights=COUNT.
-- The run before is the previous one of the same history (v_history) and series. Only medians
-- are compared; significance is not tested. Runs dated in the future are left out.
WITH night AS (
  SELECT id, label, started_utc, night, finished_utc, status, machine_id,
         build_id, noisy
  FROM run
  WHERE id IN (SELECT id FROM run
               WHERE started_utc <= (SELECT latest_utc FROM v_now)
               ORDER BY started_utc DESC, id DESC LIMIT coalesce(:nights, 60))
), value AS (
  SELECT c.run_id, c.status,
         u.median_ns / lag(u.median_ns) OVER (
           PARTITION BY c.series_id, h.history_id
           ORDER BY r.started_utc, r.id) AS ratio
  FROM night AS r
  JOIN v_history AS h ON h.machine_id IS r.machine_id
  CROSS JOIN cell AS c ON c.run_id = r.id
  LEFT JOIN summary AS u ON u.cell_id = c.id
)
SELECT r.id AS run_id, r.label, r.started_utc, r.night, r.status,
       unixepoch(r.finished_utc) - unixepoch(r.started_utc) AS duration_s,
       r.machine_id, r.build_id, count(x.run_id) AS cells,
       count(*) FILTER (WHERE x.status <> 'ok') AS not_ok,
       count(x.ratio) AS compared,
       count(*) FILTER (WHERE x.ratio > 1.05) AS slower,
       count(*) FILTER (WHERE x.ratio < 1 / 1.05) AS faster,
       r.noisy
FROM night AS r
LEFT JOIN value AS x ON x.run_id = r.id
GROUP BY r.id
ORDER BY r.started_utc DESC, r.id DESC;
