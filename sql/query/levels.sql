-- One row per series and level: its nights, their median, the change from the level before. Parameters: run=RUN. Needs dotrec_stats.
-- The nights up to the run; the series with the latest change first.
WITH
  this AS (
    SELECT id, machine_id, started_utc FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  night AS MATERIALIZED (
    SELECT n.run_id AS id, n.started_utc, n.date
    FROM this AS t JOIN v_night_until AS n ON n.until_id = t.id
  ),
  start (series_id, started_utc) AS ( -- the first night of each level
    SELECT c.series_id, '' FROM cell AS c JOIN this AS t ON t.id = c.run_id
    UNION
    SELECT s.series_id, (SELECT min(n.started_utc) FROM night AS n
                         WHERE n.started_utc >= r.started_utc)
    FROM (SELECT v.series_id, v.since_run_id AS run_id FROM verdict AS v
          JOIN run AS j ON j.id = v.run_id -- not one of a later night
            AND j.started_utc <= (SELECT started_utc FROM this)
          WHERE v.measure = 'time' AND v.verdict IN ('regressed', 'improved', 'drifting', 'noisier')
          UNION
          SELECT c.series_id, m.run_id FROM mark AS m
          JOIN cell AS c ON c.run_id = (SELECT id FROM this)
            AND (c.series_id = m.series_id OR m.series_id IS NULL)
          WHERE m.kind = 'accepted' AND m.undone_utc IS NULL) AS s
    JOIN run AS r ON r.id = s.run_id
    JOIN v_same_machine AS x ON x.other_id IS r.machine_id
    JOIN this AS t ON x.machine_id IS t.machine_id
  ),
  level AS MATERIALIZED (
    SELECT s.series_id, s.started_utc AS from_utc,
           lead(s.started_utc, 1, '~') OVER (PARTITION BY s.series_id
                                             ORDER BY s.started_utc) AS to_utc
    FROM start AS s
    WHERE s.series_id IN (SELECT c.series_id FROM cell AS c
                          JOIN this AS t ON t.id = c.run_id)
  ),
  measured AS ( -- few columns, because there are many rows
    SELECT l.series_id, l.from_utc, count(*) AS nights,
           min(n.started_utc) AS first_utc, min(n.date) AS first,
           max(n.date) AS last,
           median(u.median_ns) AS median_ns
    FROM level AS l
    CROSS JOIN cell AS c ON c.series_id = l.series_id
    CROSS JOIN night AS n ON n.id = c.run_id
      AND n.started_utc >= l.from_utc AND n.started_utc < l.to_utc
    CROSS JOIN summary AS u ON u.cell_id = c.id
    GROUP BY l.series_id, l.from_utc
  )
SELECT s.series, m.first, m.last, m.nights,
       m.median_ns,
       100.0 * (m.median_ns / lag(m.median_ns) OVER each_series - 1)
         AS change_percent
FROM measured AS m
JOIN v_series AS s ON s.series_id = m.series_id AND s.strategy <> 'null'
WINDOW each_series AS (PARTITION BY m.series_id ORDER BY m.from_utc)
ORDER BY max(m.first_utc) OVER (PARTITION BY m.series_id) DESC, m.series_id,
         m.from_utc;
