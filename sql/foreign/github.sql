-- One row per benchmark of data.js of github-action-benchmark. The suites that were
-- measured for one commit on one day belong to the time of the first of them.
WITH entry AS MATERIALIZED (
  SELECT s.fullkey || substr(e.fullkey, 2) AS fullkey, s.key AS suite, e.value -> '$.benches' AS benches,
         min(CAST(e.value ->> '$.date' AS INTEGER)) OVER (
           PARTITION BY coalesce(e.value ->> '$.commit.id', s.key || e.key),
                        date((e.value ->> '$.date') / 1000, 'unixepoch')) AS date
  FROM json_each(:text, '$.entries') AS s
  JOIN json_each(s.value) AS e
  WHERE s.type = 'array' AND e.type = 'object')
SELECT e.fullkey || '.benches' || substr(b.fullkey, 2),
       e.suite || '/' || (b.value ->> '$.name'), NULL, NULL, b.value ->> '$.value',
       b.value ->> '$.unit', e.date, NULL
FROM entry AS e
JOIN json_each(e.benches) AS b
WHERE b.type = 'object'
ORDER BY e.date;
