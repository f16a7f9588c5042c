-- One row per recorded fact about the machine: its value before the run and after it. Parameters: run=RUN.
WITH facts AS (
  SELECT coalesce(host_before, '{}') AS before, coalesce(host_after, '{}') AS after
  FROM run
  WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
), name AS (
  SELECT key FROM facts, json_each(facts.before)
  UNION
  SELECT key FROM facts, json_each(facts.after)
)
SELECT name.key AS fact, facts.before ->> name.key AS before,
       facts.after ->> name.key AS after
FROM facts, name
ORDER BY name.key;
