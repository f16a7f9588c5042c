-- One row per iteration of a JSON file of JMH; a benchmark without raw data has its score
-- alone. Its only parameter, if that is a whole number, is the size; the mode, unless it is
-- the average time, is part of the name.
WITH bench AS (
  SELECT b.fullkey, b.value, p.value AS size
  FROM json_each(:text) AS b
  LEFT JOIN json_each(b.value, '$.params') AS p
    ON (SELECT count(*) FROM json_each(b.value, '$.params')) = 1
   AND p.value NOT GLOB '*[^0-9]*' AND CAST(p.value AS INTEGER) > 0
   AND length(p.value) <= 15
  WHERE b.type = 'object'),
named AS (
  SELECT b.fullkey, b.value, b.size, b.value ->> '$.threads' AS threads,
         b.value ->> '$.primaryMetric.scoreUnit' AS unit,
         (b.value ->> '$.benchmark')
           || CASE b.value ->> '$.mode' WHEN 'avgt' THEN ''
                ELSE coalesce(' ' || (b.value ->> '$.mode'), '') END
           || CASE WHEN b.size IS NULL THEN coalesce(
                (SELECT group_concat(' ' || q.key || '=' || q.value, '')
                 FROM json_each(b.value, '$.params') AS q), '') ELSE '' END AS series
  FROM bench AS b)
SELECT n.fullkey || '.primaryMetric.rawData' || substr(f.fullkey, 2)
         || substr(i.fullkey, 2),
       n.series, n.size, n.threads, i.value, n.unit, NULL, NULL
FROM named AS n
JOIN json_each(n.value -> '$.primaryMetric.rawData') AS f
JOIN json_each(f.value) AS i
WHERE f.type = 'array'
UNION ALL
SELECT fullkey || '.primaryMetric.score', series, size, threads,
       value ->> '$.primaryMetric.score', unit, NULL,
       'no single iterations are there, so that the score is stored as one repeat'
FROM named
WHERE coalesce(json_array_length(value, '$.primaryMetric.rawData'), 0) = 0;
