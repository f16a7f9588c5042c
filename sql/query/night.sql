-- One row per finding of a run and per series without one, the most serious first: what is told, and the change against the accepted level. Parameters: run=RUN.
-- Where nothing has changed since a level was accepted, the median is compared with that
-- of up to 90 earlier nights; the last 30 nights as a sparkline.
WITH
  this AS (
    SELECT id, machine_id, started_utc FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  night AS (
    SELECT n.run_id AS id, n.started_utc, t.machine_id, t.started_utc AS until_utc,
           row_number() OVER (ORDER BY n.started_utc DESC) AS back
    FROM this AS t JOIN v_night_until AS n ON n.until_id = t.id
    ORDER BY n.started_utc DESC
    LIMIT 91
  ),
  point AS (
    SELECT c.series_id, n.id AS run_id, n.started_utc, n.machine_id, n.until_utc,
           n.back, u.median_ns AS ns
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
      AND started_utc >= coalesce((
        SELECT max(a.started_utc) FROM mark AS m JOIN run AS a ON a.id = m.run_id
        WHERE m.kind = 'accepted' AND m.undone_utc IS NULL
          AND (a.machine_id IS point.machine_id
               OR EXISTS (SELECT 1 FROM v_same_machine AS s
                          WHERE s.machine_id = point.machine_id
                            AND s.other_id = a.machine_id))
          AND a.started_utc <= point.until_utc
          AND coalesce(m.series_id, point.series_id) = point.series_id), '')
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
  finding AS MATERIALIZED (
    SELECT * FROM v_finding WHERE run_id = coalesce(:run, @last_run)
    UNION ALL -- the plain shell: reads all runs, because it does not know the id before
    SELECT * FROM v_finding
    WHERE :run IS NULL AND @last_run IS NULL
      AND run_id = (SELECT run_id FROM v_last_run)
  ),
  judged AS (
    SELECT c.series, u.median_ns, b.nights, b.ns AS usual_ns, f.since, f.p,
           k.last_nights, c.cell_id, f.measure, f.place,
           coalesce(f.effect_ratio, u.median_ns / b.ns - 1) AS effect,
           iif(f.effect_ratio IS NULL, u.low_ns / b.ns - 1, f.low_ratio) AS low,
           iif(f.effect_ratio IS NULL, u.high_ns / b.ns - 1, f.high_ratio) AS high,
           CASE WHEN c.status = 'skipped' THEN 'skipped'
             WHEN u.median_ns IS NULL
               THEN iif(f.told = 'still not measured', f.told, 'not measured')
             WHEN c.status <> 'ok' THEN c.status
             ELSE coalesce(f.told, iif(b.ns IS NULL, 'first night', 'not judged'))
           END AS verdict
    FROM this AS t
    JOIN v_cell AS c ON c.run_id = t.id
    LEFT JOIN summary AS u ON u.cell_id = c.cell_id
    LEFT JOIN before AS b ON b.series_id = c.series_id
    LEFT JOIN spark AS k ON k.series_id = c.series_id
    LEFT JOIN finding AS f ON f.series_id = c.series_id
    WHERE c.strategy <> 'null'
    UNION ALL -- means over sizes, the machine
    SELECT subject, NULL, NULL, NULL, since, p, NULL, NULL, measure, place,
           effect_ratio, low_ratio, high_ratio, told
    FROM finding
    WHERE series_id IS NULL
  ),
  ranked AS (
    SELECT *, CASE verdict
        WHEN 'wrong' THEN -3 WHEN 'failed' THEN -2 WHEN 'timeout' THEN -1
        WHEN 'not judged' THEN 10 WHEN 'skipped' THEN 14 WHEN 'first night' THEN 13
        ELSE coalesce(place, 3) END AS trouble
    FROM judged
  )
SELECT verdict, row_number() OVER (ORDER BY trouble, abs(effect) DESC, cell_id) AS rank,
       series, 100.0 * effect AS change_percent, 100.0 * low AS low_percent,
       100.0 * high AS high_percent, median_ns, usual_ns, nights AS nights_before,
       since, p, last_nights, measure
FROM ranked
ORDER BY trouble, rank;
