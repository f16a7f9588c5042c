-- One row per recorded condition of the host: before the first block, and after the last one if it had changed. Parameters: run=RUN.
WITH
  this AS (
    SELECT iif(json_valid(host_before), host_before, '{}') AS first,
           iif(json_valid(host_after), host_after, '{}') AS last
    FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  noted AS (
    SELECT key AS fact, CAST(value AS TEXT) AS before, NULL AS after, id
    FROM this, json_each(first)
    UNION ALL
    SELECT key, NULL, CAST(value AS TEXT), id + 1000000 FROM this, json_each(last)
  )
SELECT fact, max(before) AS before, nullif(max(after), max(before)) AS after
FROM noted
GROUP BY fact
ORDER BY min(id);
