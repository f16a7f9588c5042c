-- One row per night of a series on a machine, oldest first: the last finished
-- run of a date that has it. Its median, whether it is run :a or :b, and how
-- many levels have begun: by a confirmed change, or accepted by a person.
WITH night AS (
  SELECT max(r.id) AS run_id, r.started_utc, u.median_ns
  FROM cell AS c
  JOIN summary AS u ON u.cell_id = c.id
  JOIN run AS r ON r.id = c.run_id
  WHERE c.series_id = :series_id AND r.machine_id = :machine_id
    AND r.status = 'finished'
    AND NOT EXISTS (SELECT 1 FROM mark AS m
                    WHERE m.run_id = r.id AND m.kind = 'excluded'
                      AND m.undone_utc IS NULL)
  GROUP BY date(r.started_utc)
), level AS (
  SELECT r.started_utc
  FROM verdict AS v
  JOIN run AS r ON r.id = v.since_run_id
  WHERE v.series_id = :series_id AND v.measure = 'time' AND v.verdict IN ('regressed', 'improved')
    AND r.machine_id = :machine_id
  UNION
  SELECT r.started_utc
  FROM mark AS m
  JOIN run AS r ON r.id = m.run_id
  WHERE coalesce(m.series_id, :series_id) = :series_id
    AND m.kind = 'accepted' AND m.undone_utc IS NULL
    AND r.machine_id = :machine_id
)
SELECT median_ns, run_id IN (:a, :b),
       (SELECT count(*) FROM level WHERE level.started_utc <= night.started_utc)
FROM night
ORDER BY started_utc, run_id;
