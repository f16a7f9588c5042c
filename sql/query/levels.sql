-- One row per series and level: its nights, their median, the change from the level before. Parameters: run=RUN.
-- The nights up to it; the latest change first.
WITH
  this AS (
    SELECT id, machine_id FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  night AS MATERIALIZED (
    SELECT n.run_id AS id, n.started_utc, n.date AS day
    FROM this AS t JOIN v_night_until AS n ON n.until_id = t.id
  ),
  start AS MATERIALIZED ( -- the first night of each level but the first
    SELECT s.series_id, (SELECT min(n.started_utc) FROM night AS n
                         WHERE n.started_utc >= r.started_utc) AS started_utc
    FROM (SELECT v.series_id, v.since_run_id AS run_id FROM verdict AS v
          WHERE v.measure = 'time' AND v.verdict IN ('regressed', 'improved')
          UNION
          SELECT c.series_id, m.run_id FROM mark AS m
          JOIN cell AS c ON c.run_id = (SELECT id FROM this)
            AND (c.series_id = m.series_id OR m.series_id IS NULL)
          WHERE m.kind = 'accepted' AND m.undone_utc IS NULL) AS s
    JOIN run AS r ON r.id = s.run_id
    JOIN this AS t ON r.machine_id IS t.machine_id
    GROUP BY 1, 2
  ),
  point AS (
    SELECT h.series, h.series_id, n.started_utc, n.day, u.median_ns,
           count(s.started_utc) OVER (PARTITION BY h.series_id
                                    ORDER BY n.started_utc) AS level
    FROM this AS t
    JOIN v_cell AS h ON h.run_id = t.id AND h.strategy <> 'null'
    JOIN cell AS c ON c.series_id = h.series_id
    JOIN night AS n ON n.id = c.run_id
    JOIN summary AS u ON u.cell_id = c.id
    LEFT JOIN start AS s ON s.series_id = h.series_id
      AND s.started_utc = n.started_utc
  ),
  ranked AS ( -- the plain shell has no median()
    SELECT *, row_number() OVER (PARTITION BY series_id, level ORDER BY median_ns)
             AS rank,
           count(*) OVER (PARTITION BY series_id, level) AS nights
    FROM point
  ),
  level AS (
    SELECT series, series_id, level, min(started_utc) AS first_utc, min(day) AS first,
           max(day) AS last, nights,
           avg(median_ns) FILTER (WHERE rank IN ((nights + 1) / 2, nights / 2 + 1))
             AS median_ns
    FROM ranked
    GROUP BY series_id, level
  )
SELECT series, first, last, nights, median_ns,
       100.0 * (median_ns / lag(median_ns) OVER each_series - 1) AS change_percent
FROM level
WINDOW each_series AS (PARTITION BY series_id ORDER BY level)
ORDER BY max(first_utc) OVER (PARTITION BY series_id) DESC, series_id, level;
