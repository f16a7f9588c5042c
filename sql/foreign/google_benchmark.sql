-- One row per benchmark of a JSON file of google/benchmark. Aggregates are computed from
-- other rows; where only these are there, the median (else the mean) stands for them.
WITH file AS MATERIALIZED (SELECT :text ->> '$.context.date' AS date),
bench AS (
  SELECT b.fullkey, b.value,
         coalesce(b.value ->> '$.run_name', b.value ->> '$.name') AS name,
         CASE WHEN b.value ->> '$.run_type' = 'aggregate'
              THEN coalesce(b.value ->> '$.aggregate_name', '?') END AS aggregate
  FROM json_each(:text, '$.benchmarks') AS b
  WHERE b.type = 'object'),
measured AS MATERIALIZED (SELECT DISTINCT name FROM bench WHERE aggregate IS NULL),
medians AS MATERIALIZED (SELECT DISTINCT name FROM bench WHERE aggregate = 'median'),
told AS (
  SELECT *, CASE
    WHEN value ->> '$.error_occurred' OR value ->> '$.skipped'
    THEN 'no time, so that it is left out: '
           || coalesce(value ->> '$.error_message', value ->> '$.skip_message', '')
    WHEN aggregate IS NULL THEN NULL
    WHEN name IN measured OR NOT (aggregate = 'median'
           OR (aggregate = 'mean' AND name NOT IN medians))
    THEN 'an aggregate of other rows is left out' END AS left_out
  FROM bench)
SELECT fullkey, name, NULL, value ->> '$.threads',
       CASE WHEN left_out IS NULL THEN value ->> '$.real_time' END,
       coalesce(value ->> '$.time_unit', 'ns'), (SELECT date FROM file),
       CASE WHEN left_out IS NOT NULL THEN left_out
            WHEN aggregate IS NOT NULL
            THEN 'only aggregates are known, of which the ' || aggregate
                   || ' is stored as one repeat' END
FROM told;
