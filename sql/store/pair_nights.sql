-- One row per series of runs :a or :b and night among the last :nights of a machine,
-- oldest first: the series, its median, whether the night is one of the two runs, how
-- many levels have begun by then (by a confirmed change or an accepted baseline), and the
-- run of the night.
WITH machine AS (
  SELECT other_id FROM v_same_machine WHERE machine_id = :machine_id
), night AS (
  SELECT run_id, started_utc FROM v_night
  WHERE machine_id IN (SELECT other_id FROM machine)
  ORDER BY started_utc DESC
  LIMIT :nights
), compared AS (
  SELECT series_id FROM cell WHERE run_id = :a
  UNION
  SELECT series_id FROM cell WHERE run_id = :b
), level AS (
  SELECT v.series_id, v.since_run_id AS run_id
  FROM verdict AS v
  WHERE v.measure = 'time' AND v.verdict IN ('regressed', 'improved', 'drifting', 'noisier')
  UNION
  SELECT s.series_id, m.run_id
  FROM mark AS m
  JOIN compared AS s ON s.series_id = coalesce(m.series_id, s.series_id)
  WHERE m.kind = 'accepted' AND m.undone_utc IS NULL
), moment AS ( -- a night, or the start of a level
  SELECT c.series_id, n.started_utc, n.run_id, u.median_ns, 0 AS begins
  FROM night AS n
  CROSS JOIN cell AS c ON c.run_id = n.run_id
  JOIN summary AS u ON u.cell_id = c.id
  WHERE c.series_id IN (SELECT series_id FROM compared)
  UNION ALL
  SELECT DISTINCT l.series_id, r.started_utc, NULL, NULL, 1
  FROM level AS l
  JOIN run AS r ON r.id = l.run_id
  WHERE r.machine_id IN (SELECT other_id FROM machine)
)
SELECT series_id, median_ns, run_id IN (:a, :b), level, run_id
FROM (SELECT *, sum(begins) OVER (PARTITION BY series_id
                                  ORDER BY started_utc, begins DESC) AS level
      FROM moment)
WHERE begins = 0
ORDER BY series_id, started_utc;
