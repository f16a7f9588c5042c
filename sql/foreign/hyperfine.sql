-- One row per time of a command in a JSON export of hyperfine. The value of its only
-- parameter, if that is a whole number, is the size, and not part of the name.
WITH result AS (
  SELECT r.fullkey, r.value, r.value ->> '$.command' AS command,
         p.key AS parameter, p.value AS size
  FROM json_each(:text, '$.results') AS r
  LEFT JOIN json_each(r.value, '$.parameters') AS p
    ON (SELECT count(*) FROM json_each(r.value, '$.parameters')) = 1
   AND p.value NOT GLOB '*[^0-9]*' AND CAST(p.value AS INTEGER) > 0
   AND length(p.value) <= 15
  WHERE r.type = 'object'),
named AS (
  SELECT fullkey, value, size,
         CASE WHEN size IS NULL THEN command
              ELSE replace(command, size, '{' || parameter || '}') END AS series
  FROM result),
code AS MATERIALIZED (
  SELECT n.fullkey, c.key
  FROM named AS n
  JOIN json_each(n.value, '$.exit_codes') AS c
  WHERE c.value IS NOT 0)
SELECT n.fullkey || substr(t.fullkey, 2), n.series, n.size, NULL, t.value, 's', NULL,
       CASE WHEN c.key IS NOT NULL
            THEN 'the command ended with an exit code other than 0' END
FROM named AS n
JOIN json_each(n.value, '$.times') AS t
LEFT JOIN code AS c ON c.fullkey = n.fullkey AND c.key = t.key
UNION ALL
SELECT fullkey || '.median', series, size, NULL,
       coalesce(value -> '$.median', value -> '$.mean') ->> '$', 's', NULL,
       'no single times are there, so that the median is stored as one repeat'
FROM named
WHERE coalesce(json_array_length(value, '$.times'), 0) = 0;
