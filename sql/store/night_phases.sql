-- One row: which parts of the time of a series changed, per call, between two sets of
-- runs, :before and :since, JSON arrays of ids: a JSON object of arrays of two numbers
-- (verdict.phases), and in words (verdict.moved). NULL where the phases of one side are
-- not known.
-- Of the repeats of a night the middle half by their total counts, and of the nights of
-- a side the middle half: outliers are left out, and yet the means of the phases add up
-- to the mean of the total. A phase is named if it changed by at least a quarter of the
-- change of the total, which at least one does, if that changed by 0.5 % at all (the
-- smallest change that counts is 1 %); bytes are named from 1 % on. A cold
-- start is there only if every night since lies beyond every night before.
-- With :relative, for the time against serial, the serial base is there, too, and is
-- named instead of the phases if it changed more than the series itself.
WITH night AS (
  SELECT value AS run_id, 0 AS side FROM json_each(:before)
  UNION ALL SELECT value, 1 FROM json_each(:since)
), repeat AS (
  SELECT n.side, n.run_id, p.total_ns, p.spawn_ns, p.dispatch_ns, p.compute_ns,
         p.collect_ns, p.sent_bytes, p.received_bytes, 1.0 / c.calls AS each,
         row_number() OVER (PARTITION BY n.run_id ORDER BY p.total_ns, p.repeat)
           AS place,
         count(*) OVER (PARTITION BY n.run_id) AS repeats
  FROM night AS n
  CROSS JOIN cell AS c ON c.run_id = n.run_id AND c.series_id = :series_id
  JOIN sample AS p ON p.cell_id = c.id AND p.status = 'ok'
  WHERE p.spawn_ns + p.dispatch_ns + p.compute_ns + p.collect_ns = p.total_ns
    AND c.calls > 0
), value AS (
  SELECT side, run_id, avg(each * total_ns) AS total, avg(each * spawn_ns) AS spawn,
         avg(each * dispatch_ns) AS dispatch, avg(each * compute_ns) AS compute,
         avg(each * collect_ns) AS collect, avg(each * sent_bytes) AS sent,
         avg(each * received_bytes) AS received
  FROM repeat
  WHERE place > repeats / 4 AND place <= repeats - repeats / 4
  GROUP BY side, run_id
  UNION ALL -- a night of which only the sums are left
  SELECT side, run_id, each * total_ns, each * spawn_ns, each * dispatch_ns,
         each * compute_ns, each * collect_ns, each * sent_bytes, each * received_bytes
  FROM (SELECT n.side, n.run_id, k.*, 1.0 / k.ok / c.calls AS each
        FROM night AS n
        CROSS JOIN cell AS c ON c.run_id = n.run_id AND c.series_id = :series_id
        JOIN sketch AS k ON k.cell_id = c.id
        WHERE k.ok > 0 AND c.calls > 0)
  WHERE spawn_ns + dispatch_ns + compute_ns + collect_ns = total_ns
), placed AS (
  SELECT *, row_number() OVER (PARTITION BY side ORDER BY total, run_id) AS place,
         count(*) OVER (PARTITION BY side) AS nights
  FROM value
), level AS (
  SELECT side, max(nights) AS nights, avg(total) AS total, avg(spawn) AS spawn,
         avg(dispatch) AS dispatch, avg(compute) AS compute, avg(collect) AS collect,
         avg(sent) AS sent, avg(received) AS received
  FROM placed
  WHERE place > nights / 4 AND place <= nights - nights / 4
  GROUP BY side
), start AS (
  SELECT n.side, n.run_id, median(1.0 * k.open_ns + k.first_ns) AS ns
  FROM night AS n
  CROSS JOIN cell AS c ON c.run_id = n.run_id AND c.series_id = :series_id
  JOIN cold AS k ON k.cell_id = c.id AND k.status = 'ok'
  GROUP BY n.side, n.run_id
  HAVING count(k.open_ns + k.first_ns) > 0
), opening AS (
  SELECT side, count(*) AS nights, min(ns) AS least, median(ns) AS ns,
         max(ns) AS greatest
  FROM start
  GROUP BY side
), base AS (
  SELECT n.side, median(u.median_ns) AS own_ns, median(b.median_ns) AS ns
  FROM night AS n
  CROSS JOIN cell AS c ON c.run_id = n.run_id AND c.series_id = :series_id
  JOIN summary AS u ON u.cell_id = c.id
  JOIN summary AS b ON b.cell_id = c.base_id
  WHERE :relative
  GROUP BY n.side
), pair AS (
  SELECT b.ns AS before, s.ns AS since,
         abs(s.ns / b.ns - 1) > abs(s.own_ns / b.own_ns - 1) AS is_cause
  FROM base AS b
  JOIN base AS s ON s.side = 1
  WHERE b.side = 0
), part (place, name, unit, before, since) AS (
  SELECT p.value ->> 0, p.value ->> 1, p.value ->> 2, p.value ->> 3, p.value ->> 4
  FROM level AS b
  JOIN level AS s ON s.side = 1
  JOIN json_each(json_array(
    json_array(0, 'nights', NULL, b.nights, s.nights),
    json_array(2, 'total', 'ns', b.total, s.total),
    json_array(1, 'spawn', 'ns', b.spawn, s.spawn),
    json_array(1, 'dispatch', 'ns', b.dispatch, s.dispatch),
    json_array(1, 'compute', 'ns', b.compute, s.compute),
    json_array(1, 'collect', 'ns', b.collect, s.collect),
    json_array(3, 'sent', 'bytes', b.sent, s.sent),
    json_array(4, 'received', 'bytes', b.received, s.received))) AS p
  WHERE b.side = 0 AND p.value ->> 3 IS NOT NULL AND p.value ->> 4 IS NOT NULL
  UNION ALL
  SELECT 5, 'cold', 'ns', b.ns, s.ns
  FROM opening AS b
  JOIN opening AS s ON s.side = 1
  WHERE b.side = 0 AND b.nights > 5 AND s.nights > 1
    AND (s.least > b.greatest OR s.greatest < b.least)
  UNION ALL
  SELECT 1, 'base', 'ns', before, since FROM pair
), change AS (
  SELECT *, since - before AS apart,
         (SELECT t.since - t.before FROM part AS t
          WHERE t.name = 'total' AND abs(t.since - t.before) > 0.005 * t.before) AS total
  FROM part
), word AS (
  SELECT place, abs(apart) AS size,
         CASE name WHEN 'total' THEN 'of' WHEN 'cold' THEN 'cold start'
                   WHEN 'base' THEN 'serial base' ELSE name END
           || CASE WHEN unit = 'bytes' THEN printf(' %+.0f bytes', apart)
                   WHEN abs(apart) < 999.5 THEN printf(' %+.3g ns', apart)
                   WHEN abs(apart) < 999500 THEN printf(' %+.3g us', 1e-3 * apart)
                   WHEN abs(apart) < 999500000 THEN printf(' %+.3g ms', 1e-6 * apart)
                   ELSE printf(' %+.3g s', 1e-9 * apart) END
           || iif(before > 0 AND name <> 'total',
                  printf(' (%+.0f %%)', 100 * apart / before), '') AS words
  FROM change
  WHERE CASE place WHEN 0 THEN 0
                   WHEN 1 THEN coalesce((SELECT is_cause FROM pair), 0) = (name = 'base')
                     AND (name = 'base' OR abs(apart) >= 0.25 * abs(total))
                   WHEN 2 THEN total IS NOT NULL
                     AND NOT coalesce((SELECT is_cause FROM pair), 0)
                   WHEN 3 THEN abs(apart) > 0.01 * before
                   WHEN 4 THEN abs(apart) > 0.01 * before ELSE 1 END
)
SELECT (SELECT json_group_object(name || coalesce('_' || unit, ''),
                                 iif(unit IS NULL, json_array(before, since),
                                     json_array(round(before, 3), round(since, 3))))
        FROM part),
       (SELECT replace(group_concat(words, ', ')
                         OVER (ORDER BY place, size DESC
                               ROWS BETWEEN UNBOUNDED PRECEDING
                                    AND UNBOUNDED FOLLOWING), ', of ', ' of ')
        FROM word LIMIT 1)
WHERE EXISTS (SELECT 1 FROM part WHERE name IN ('total', 'base'));
