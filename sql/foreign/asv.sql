-- One row per sample (without samples: per result, which is their median) of a result file
-- of asv. A benchmark has a result for each combination of its parameters; the only one,
-- if it is a whole number, is the size. Version 1 of the format has objects instead of rows
-- with columns.
WITH RECURSIVE place AS MATERIALIZED (
  SELECT :text ->> '$.date' AS date,
         (SELECT key FROM json_each(:text, '$.result_columns')
          WHERE value = 'result') AS result,
         (SELECT key FROM json_each(:text, '$.result_columns')
          WHERE value = 'params') AS params,
         (SELECT key FROM json_each(:text, '$.result_columns')
          WHERE value = 'samples') AS samples),
bench AS MATERIALIZED (
  SELECT b.fullkey, b.key AS name,
         CASE b.type WHEN 'array' THEN b.value -> p.result
           WHEN 'object' THEN b.value -> '$.result'
           ELSE json_array(b.value) END AS results,
         coalesce(CASE b.type WHEN 'array' THEN b.value -> p.params
                    WHEN 'object' THEN b.value -> '$.params' END, '[]') AS params,
         CASE b.type WHEN 'array' THEN b.value -> p.samples
           WHEN 'object' THEN b.value -> '$.samples' END AS samples
  FROM json_each(:text, '$.results') AS b
  CROSS JOIN place AS p),
combination (fullkey, depth, number, text, value) AS (
  SELECT fullkey, 0, 0, '', NULL FROM bench
  UNION ALL
  SELECT c.fullkey, c.depth + 1,
         c.number * json_array_length(b.params, '$[' || c.depth || ']') + v.key,
         c.text || iif(c.depth, ', ', '') || v.value, v.value
  FROM combination AS c
  JOIN bench AS b ON b.fullkey = c.fullkey
  JOIN json_each(b.params, '$[' || c.depth || ']') AS v
  WHERE c.depth < json_array_length(b.params)),
result AS (
  SELECT b.fullkey, b.name, r.key AS number, r.value,
         CASE WHEN json_type(b.samples, '$[' || r.key || ']') = 'array'
              THEN b.samples -> r.key
              WHEN json_type(b.samples, '$[0]') IN ('real', 'integer')
              THEN b.samples END AS samples,
         json_array_length(b.params) AS depth, c.text,
         CASE WHEN json_array_length(b.params) = 1 AND c.value NOT GLOB '*[^0-9]*'
               AND CAST(c.value AS INTEGER) > 0 AND length(c.value) <= 15 THEN c.value END AS size,
         substr(b.name, length(rtrim(b.name, replace(b.name, '.', ''))) + 1) AS method
  FROM bench AS b
  JOIN json_each(b.results) AS r
  LEFT JOIN combination AS c ON c.fullkey = b.fullkey
    AND c.depth = json_array_length(b.params) AND c.number = r.key),
named AS (
  SELECT *, name || iif(depth AND size IS NULL, '(' || coalesce(text, number) || ')', '')
           AS series,
         CASE WHEN method NOT LIKE 'time%' THEN 'no benchmark of times, so that it is left out'
              WHEN value IS NULL THEN 'failed or skipped, so that it is left out'
              END AS left_out
  FROM result)
SELECT n.fullkey || ' result ' || n.number || coalesce(' sample ' || s.key, ''), n.series,
       n.size, NULL,
       CASE WHEN n.left_out IS NULL THEN coalesce(s.value, n.value) END, 's',
       (SELECT date FROM place),
       CASE WHEN n.left_out IS NOT NULL THEN n.left_out
            WHEN s.value IS NULL
            THEN 'no samples are there, so that the result is stored as one repeat' END
FROM named AS n
LEFT JOIN json_each(n.samples) AS s ON n.left_out IS NULL;
