-- One row per fact about machine, build and plan that differs between a run and an earlier one (default: the run before it); counters since boot are left out. Empty where there is no earlier run. Parameters: run=RUN, before=RUN.
WITH pair AS MATERIALIZED (
  SELECT t.id AS run_id,
         coalesce(:before, (SELECT r.id FROM run AS r
                            WHERE (r.started_utc, r.id) < (t.started_utc, t.id)
                            ORDER BY r.started_utc DESC, r.id DESC LIMIT 1))
           AS before_id
  FROM run AS t
  WHERE t.id = coalesce(:run, (SELECT run_id FROM v_last_run))
), fact AS (
  SELECT r.id AS run_id, e.key AS name, e.value
  FROM run AS r
  LEFT JOIN machine AS m ON m.id = r.machine_id
  LEFT JOIN build AS b ON b.id = r.build_id
  JOIN json_each(json_patch(coalesce(r.host_before, '{}'), json_object(
    'machine', m.cpu_model || ', ' || m.cpus || ' CPUs', 'build_blas', b.blas,
    'build_compiler', b.compiler, 'build_flags', b.flags,
    'build_libc', b.libc, 'build_source', b.source, 'build_sqlite', b.sqlite,
    'build_version', b.version, 'plan', r.plan_name || ' ' || r.plan_hash))) AS e
  WHERE r.id IN (SELECT run_id FROM pair UNION SELECT before_id FROM pair)
), both AS (
  SELECT coalesce(x.name, y.name) AS name, x.value AS before, y.value AS value
  FROM (SELECT name, value FROM fact
        WHERE run_id = (SELECT before_id FROM pair)) AS x
  FULL JOIN (SELECT name, value FROM fact
             WHERE run_id = (SELECT run_id FROM pair)) AS y ON y.name = x.name
  WHERE (SELECT before_id FROM pair) IS NOT NULL
)
SELECT name AS fact, before, value,
       CASE WHEN value GLOB '[0-9]*' AND value NOT GLOB '*[^-0-9.e+]*'
                 AND before NOT GLOB '*[^-0-9.e+]*' AND before + 0 > 0
            THEN 1.0 * value / before - 1 END AS change_ratio
FROM both
WHERE before IS NOT value
  AND name NOT IN ('utc', 'uptime_ms', 'context_switches', 'interrupts',
                   'processes_started')
  AND name NOT GLOB 'own_*' AND name NOT GLOB 'cpu_*_ms'
  AND name NOT GLOB 'pressure_*_us' AND name NOT GLOB 'pages_swapped_*'
  AND name NOT GLOB '*throttle*'
ORDER BY change_ratio IS NOT NULL, abs(change_ratio) DESC, name;
