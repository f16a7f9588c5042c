-- One row per series of a run, the most serious verdict first: its verdict, and its median compared with the nights before. Parameters: run=RUN.
-- Compared with up to 90 earlier nights; the last 30 nights as a sparkline.
WITH
  this AS (
    SELECT id FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  night AS (
    SELECT n.run_id AS id, row_number() OVER (ORDER BY n.started_utc DESC) AS back
    FROM this AS t JOIN v_night_until AS n ON n.until_id = t.id
    ORDER BY n.started_utc DESC
    LIMIT 91
  ),
  point AS (
    SELECT c.series_id, n.id AS run_id, n.back, u.median_ns AS ns
    FROM night AS n
    JOIN cell AS c ON c.run_id = n.id
    JOIN summary AS u ON u.cell_id = c.id
  ),
  ranked_before AS ( -- for a median without median(), which the plain shell lacks
    SELECT series_id, ns,
           row_number() OVER (PARTITION BY series_id ORDER BY ns) AS place,
           count(*) OVER (PARTITION BY series_id) AS nights
    FROM point
    WHERE run_id <> (SELECT id FROM this)
  ),
  before AS (
    SELECT series_id, nights,
           avg(ns) FILTER (WHERE place IN ((nights + 1) / 2, nights / 2 + 1)) AS ns
    FROM ranked_before
    GROUP BY series_id
  ),
  span AS (
    SELECT series_id, min(ns) AS least, max(ns) AS greatest
    FROM point WHERE back <= 30 GROUP BY series_id
  ),
  spark AS ( -- as a window function, group_concat() keeps the order
    SELECT DISTINCT p.series_id,
           group_concat(iif(s.greatest > s.least,
             substr('▁▂▃▄▅▆▇█',
                    1 + CAST(7.999 * (p.ns - s.least)
                             / (s.greatest - s.least) AS INTEGER), 1), '▄'), '')
             OVER (PARTITION BY p.series_id ORDER BY p.back DESC
                   ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
             AS last_nights
    FROM point AS p
    JOIN span AS s ON s.series_id = p.series_id
    WHERE p.back <= 30
  ),
  judged AS (
    SELECT c.series, c.status, u.median_ns, b.nights, b.ns AS usual_ns,
           u.low_ns, u.high_ns, v.verdict AS said, w.night AS since,
           v.p, k.last_nights, c.cell_id,
           coalesce(v.effect_ratio, u.median_ns / b.ns - 1) AS effect,
           iif(v.effect_ratio IS NULL, u.low_ns / b.ns - 1, v.low_ratio) AS low,
           iif(v.effect_ratio IS NULL, u.high_ns / b.ns - 1, v.high_ratio) AS high,
           CASE WHEN c.status = 'skipped' THEN 'skipped'
             WHEN u.median_ns IS NULL THEN 'not measured'
             WHEN c.status <> 'ok' THEN c.status
             -- as verdict_told() of stats/verdict.h does
             WHEN v.verdict = 'no change seen' AND v.still IS NOT NULL
               THEN 'still ' || v.still
             ELSE coalesce(v.verdict, iif(b.ns IS NULL, 'first night', 'not judged'))
           END AS verdict
    FROM this AS t
    JOIN v_cell AS c ON c.run_id = t.id
    LEFT JOIN summary AS u ON u.cell_id = c.cell_id
    LEFT JOIN before AS b ON b.series_id = c.series_id
    LEFT JOIN spark AS k ON k.series_id = c.series_id
    LEFT JOIN verdict AS v ON v.run_id = t.id AND v.measure = 'time'
      AND v.subject = c.series
    LEFT JOIN run AS w ON w.id = coalesce(v.since_run_id, v.still_since_run_id)
    WHERE c.strategy <> 'null'
  ),
  ranked AS (
    SELECT *, CASE verdict
        WHEN 'wrong' THEN 0 WHEN 'failed' THEN 1 WHEN 'timeout' THEN 2
        WHEN 'regressed' THEN 3 WHEN 'suspect' THEN 4 WHEN 'not measured' THEN 5
        WHEN 'still regressed' THEN 5.5
        WHEN 'improved' THEN 6 WHEN 'not judged' THEN 7
        WHEN 'another machine' THEN 7
        WHEN 'no change seen' THEN 8 WHEN 'not enough nights' THEN 9
        ELSE 10 END AS trouble
    FROM judged
  )
SELECT verdict, row_number() OVER (ORDER BY trouble, abs(effect) DESC, cell_id) AS rank,
       series, 100.0 * effect AS change_percent, 100.0 * low AS low_percent,
       100.0 * high AS high_percent, median_ns, usual_ns, nights AS nights_before,
       since, p, last_nights
FROM ranked
ORDER BY trouble, rank;
