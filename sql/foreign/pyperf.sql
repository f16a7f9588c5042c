-- One row per value of a JSON file of pyperf. All of them belong to the time at which
-- the first process of the file began.
WITH file AS MATERIALIZED (
  SELECT :text ->> '$.metadata.name' AS name, :text ->> '$.metadata.date' AS date,
         coalesce(:text ->> '$.metadata.unit', 'second') AS unit),
process AS MATERIALIZED (
  SELECT b.fullkey || substr(r.fullkey, 2) AS fullkey, r.value,
         coalesce(b.value ->> '$.metadata.name', f.name, 'pyperf') AS name,
         coalesce(b.value ->> '$.metadata.unit', f.unit) AS unit,
         coalesce(r.value ->> '$.metadata.date', b.value ->> '$.metadata.date',
                  f.date) AS date
  FROM file AS f
  JOIN json_each(:text, '$.benchmarks') AS b
  JOIN json_each(b.value, '$.runs') AS r
  WHERE b.type = 'object' AND r.type = 'object')
SELECT p.fullkey || substr(v.fullkey, 2), p.name, NULL, NULL, v.value, p.unit,
       (SELECT min(date) FROM process), NULL
FROM process AS p
JOIN json_each(p.value, '$.values') AS v;
