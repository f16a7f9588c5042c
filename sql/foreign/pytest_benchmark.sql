-- One row per round of a benchmark in a JSON file of pytest-benchmark; without
-- --benchmark-save-data it has no rounds, but their median. The value of its only
-- parameter, if that is a whole number, is the size.
WITH file AS MATERIALIZED (SELECT :text ->> '$.datetime' AS date),
bench AS (
  SELECT b.fullkey, b.value, p.value AS size,
         coalesce(b.value ->> '$.fullname', b.value ->> '$.name') AS name
  FROM json_each(:text, '$.benchmarks') AS b
  LEFT JOIN json_each(b.value, '$.params') AS p
    ON (SELECT count(*) FROM json_each(b.value, '$.params')) = 1
   AND p.type = 'integer' AND p.value > 0
  WHERE b.type = 'object'),
named AS (
  SELECT *, CASE WHEN size IS NULL OR name NOT GLOB '*[[]*]' THEN name
                 ELSE substr(name, 1, instr(name, '[') - 1) END AS series
  FROM bench)
SELECT n.fullkey || '.stats' || substr(t.fullkey, 2), n.series, n.size, NULL, t.value,
       's', (SELECT date FROM file), NULL
FROM named AS n
JOIN json_each(n.value -> '$.stats', '$.data') AS t
UNION ALL
SELECT fullkey || '.stats.median', series, size, NULL, value ->> '$.stats.median', 's',
       (SELECT date FROM file),
       'no single rounds are there (--benchmark-save-data keeps them), so that the '
         || 'median is stored as one repeat'
FROM named
WHERE coalesce(json_array_length(value, '$.stats.data'), 0) = 0;
