-- One row per series and night: its median, its verdict, the level it belongs to. Parameters: run=RUN, most=COUNT, points=COUNT.
-- The nights up to the run; of at most 12 series, or so many as are given, those that
-- changed most recently first, and about 300 nights of each, or so many as are given. A
-- row without numbers precedes each new level, so that a plotted line is interrupted
-- there. The columns scale_low_s and scale_high_s, the same in all rows of a series, are
-- the ends of a scale that has all nights but outliers: a twentieth at each end, at least
-- one, of the last five nights and of those before, do not count, unless a change was
-- confirmed on them. Of fewer than five nights it has the intervals. level_s is the
-- median of the nights of the level, and accepted_s that of the level that was accepted
-- last by then, which is the first one if none was.
WITH
  this AS (
    SELECT id, machine_id, started_utc FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  night AS MATERIALIZED (
    SELECT n.run_id AS id, n.started_utc, n.started_s
    FROM this AS t JOIN v_night_until AS n ON n.until_id = t.id
  ),
  changed AS MATERIALIZED (
    SELECT v.subject, max(n.started_utc) AS last_utc
    FROM night AS n
    CROSS JOIN verdict AS v ON v.run_id = n.id AND v.measure = 'time'
    WHERE v.verdict IN ('regressed', 'improved', 'drifting', 'noisier',
                        'suspect')
    GROUP BY v.subject
  ),
  chosen AS (
    SELECT c.series_id, c.series, c.cell_id,
           row_number() OVER (ORDER BY coalesce(x.last_utc, '') DESC, c.n DESC,
                              c.cell_id) AS place
    FROM this AS t
    JOIN v_cell AS c ON c.run_id = t.id AND c.strategy <> 'null'
    LEFT JOIN changed AS x ON x.subject = c.series
    ORDER BY place
    LIMIT coalesce(:most, 12)
  ),
  start AS MATERIALIZED ( -- the first night of each level except the first level
    SELECT s.series_id, (SELECT min(n.started_utc) FROM night AS n
                         WHERE n.started_utc >= r.started_utc) AS started_utc,
           max(s.accepted) AS accepted
    FROM (SELECT v.series_id, v.since_run_id AS run_id, 0 AS accepted FROM verdict AS v
          JOIN run AS j ON j.id = v.run_id -- not one of a later night
            AND j.started_utc <= (SELECT started_utc FROM this)
          WHERE v.measure = 'time' AND v.verdict IN ('regressed', 'improved', 'drifting', 'noisier')
          UNION
          SELECT h.series_id, m.run_id, 1 FROM mark AS m
          JOIN chosen AS h ON h.series_id = m.series_id OR m.series_id IS NULL
          WHERE m.kind = 'accepted' AND m.undone_utc IS NULL) AS s
    JOIN run AS r ON r.id = s.run_id
    JOIN v_same_machine AS x ON x.other_id IS r.machine_id
    JOIN this AS t ON x.machine_id IS t.machine_id
    GROUP BY 1, 2
  ),
  point AS (
    SELECT h.place, h.series, h.series_id, n.id AS run_id, n.started_s,
           u.median_ns * 1e-9 AS median_s, u.low_ns * 1e-9 AS low_s,
           u.high_ns * 1e-9 AS high_s, u.samples, v.verdict,
           count(s.started_utc) OVER each_series AS level,
           s.started_utc IS NOT NULL AS starts,
           row_number() OVER each_series AS number,
           count(*) OVER (PARTITION BY h.series_id) AS nights,
           row_number() OVER (PARTITION BY h.series_id ORDER BY n.started_utc DESC) <= 5
             AS recent,
           coalesce(s.accepted, 0) AS accepted
    FROM chosen AS h
    JOIN cell AS c ON c.series_id = h.series_id
    JOIN night AS n ON n.id = c.run_id
    JOIN summary AS u ON u.cell_id = c.id
    LEFT JOIN start AS s ON s.series_id = h.series_id
      AND s.started_utc = n.started_utc
    LEFT JOIN verdict AS v ON v.run_id = n.id AND v.measure = 'time'
      AND v.subject = h.series
    WINDOW each_series AS (PARTITION BY h.series_id ORDER BY n.started_utc)
  ),
  ranked AS (
    SELECT place, median_s, low_s, high_s, verdict, count(*) OVER part AS nights,
           row_number() OVER (PARTITION BY place, recent ORDER BY median_s) AS nth
    FROM point
    WINDOW part AS (PARTITION BY place, recent)
  ),
  middle AS (
    SELECT place, min(iif(nights < 5, coalesce(low_s, median_s), median_s)) AS least_s,
           max(iif(nights < 5, coalesce(high_s, median_s), median_s)) AS greatest_s
    FROM ranked
    WHERE nights < 5 OR nth BETWEEN 1 + max(nights / 20, 1) AND nights - max(nights / 20, 1)
       OR verdict IN ('regressed', 'improved', 'drifting')
    GROUP BY place
  ),
  scale AS ( -- as much again below and above, and not less than 2 %
    SELECT place, max(0, least_s - max(greatest_s - least_s, 0.02 * least_s)) AS low_s,
           greatest_s + max(greatest_s - least_s, 0.02 * greatest_s) AS high_s
    FROM middle
  ),
  height AS ( -- of each level: the median of its nights
    SELECT place, level, avg(median_s) AS level_s
    FROM (SELECT place, level, median_s,
                 row_number() OVER (PARTITION BY place, level ORDER BY median_s) AS nth,
                 count(*) OVER (PARTITION BY place, level) AS nights
          FROM point)
    WHERE nth IN ((nights + 1) / 2, (nights + 2) / 2)
    GROUP BY place, level
  ),
  kept AS ( -- long histories are thinned; nights with an event stay
    SELECT * FROM point
    WHERE (nights - number) % (nights / coalesce(:points, 300) + 1) = 0 OR starts OR accepted
       OR verdict IN ('regressed', 'improved', 'drifting', 'noisier', 'suspect')
  ),
  line AS (
    SELECT place, series, started_s, median_s, low_s, high_s,
           samples, coalesce(verdict, '') AS verdict, accepted, level, run_id,
           coalesce(max(iif(accepted, level, NULL))
                      OVER (PARTITION BY place ORDER BY started_s),
                    (SELECT min(h.level) FROM height AS h WHERE h.place = kept.place))
             AS base, 1 AS part
    FROM kept
    UNION ALL
    SELECT place, series, min(started_s), NULL, NULL, NULL, NULL,
           '', 0, level, NULL, NULL, 0
    FROM kept
    WHERE level > 0
    GROUP BY place, level
  )
SELECT l.series, l.started_s, l.median_s, l.low_s, l.high_s, l.samples, l.verdict,
       l.accepted, l.level, s.low_s AS scale_low_s, s.high_s AS scale_high_s, l.run_id,
       iif(l.part, h.level_s, NULL) AS level_s, iif(l.part, a.level_s, NULL) AS accepted_s
FROM line AS l
JOIN scale AS s ON s.place = l.place
JOIN height AS h ON h.place = l.place AND h.level = l.level
LEFT JOIN height AS a ON a.place = l.place AND a.level = l.base
ORDER BY l.place, l.started_s, l.part;
