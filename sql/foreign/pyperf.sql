-- One row per value of a JSON file of pyperf. All of them belong to the time at which
-- the first process of the file began.
WITH began AS (
  SELECT min(coalesce(r.value ->> '$.metadata.date', b.value ->> '$.metadata.date',
                      :text ->> '$.metadata.date')) AS date
  FROM json_each(:text, '$.benchmarks') AS b
  JOIN json_each(b.value, '$.runs') AS r
  WHERE b.type = 'object' AND r.type = 'object')
SELECT b.fullkey || substr(r.fullkey, 2) || substr(v.fullkey, 2),
       coalesce(b.value ->> '$.metadata.name', :text ->> '$.metadata.name', 'pyperf'),
       NULL, NULL, v.value,
       coalesce(b.value ->> '$.metadata.unit', :text ->> '$.metadata.unit', 'second'),
       (SELECT date FROM began), NULL
FROM json_each(:text, '$.benchmarks') AS b
JOIN json_each(b.value, '$.runs') AS r
JOIN json_each(r.value, '$.values') AS v
WHERE b.type = 'object' AND r.type = 'object';
