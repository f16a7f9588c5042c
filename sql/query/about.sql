-- One row per fact of a run: what was run, where, with what, and how it ended. Parameters: run=RUN.
WITH
  this AS (
    SELECT *
    FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  total AS (
    SELECT sum(planned) AS planned, sum(ok) AS ok, sum(wrong) AS wrong,
           sum(failed) AS failed, sum(timeout) AS timeout,
           sum(skipped) AS skipped, sum(missing) AS missing
    FROM v_account
    WHERE run_id = (SELECT id FROM this)
  ),
  finding AS MATERIALIZED (
    SELECT * FROM v_finding WHERE run_id = coalesce(:run, @last_run)
    UNION ALL -- the plain shell: reads all runs, because it does not know the id before
    SELECT * FROM v_finding
    WHERE :run IS NULL AND @last_run IS NULL
      AND run_id = (SELECT run_id FROM v_last_run)
  ),
  fact (part, what, value) AS (
    SELECT 1, 'run', id || coalesce(' "' || label || '"', '') FROM this
    UNION ALL SELECT 1, 'uuid', uuid FROM this
    UNION ALL SELECT 1, 'started', started_utc FROM this
    UNION ALL SELECT 1, 'finished', finished_utc FROM this
    UNION ALL SELECT 1, 'status', status || coalesce(': ' || reason, '') FROM this
    UNION ALL SELECT 1, 'noisy', noisy FROM this WHERE noisy <> ''
    UNION ALL SELECT 1, 'resumed by force', forced FROM this
    UNION ALL SELECT 1, 'plan', plan_name || ' (' || plan_hash || ')' FROM this
    UNION ALL SELECT 1, 'seed', printf('%u', seed) FROM this
    UNION ALL SELECT 1, 'samples',
      printf('%d planned = %d ok + %d wrong + %d failed + %d timeout + %d skipped + %d missing',
             planned, ok, wrong, failed, timeout, skipped, missing) FROM total
    UNION ALL SELECT 2, 'verdict: ' || told, findings || ' of ' || sum(findings) OVER ()
      FROM (SELECT told, count(*) AS findings, min(place) AS place
            FROM finding GROUP BY told ORDER BY place, told)
    UNION ALL SELECT 2.5, told, cause
      FROM (SELECT told, cause FROM finding
            WHERE told IN ('regressed', 'improved', 'drifting', 'noisier') AND leads
            ORDER BY place, abs(coalesce(last_ratio, effect_ratio)) DESC
            LIMIT 5)
    UNION ALL SELECT 3, 'machine', m.cpu_model || ', ' || m.architecture
      FROM machine AS m JOIN this AS r ON r.machine_id = m.id
    UNION ALL SELECT 3, 'CPUs', m.cpus || ', memory nodes: ' || m.numa_nodes
      FROM machine AS m JOIN this AS r ON r.machine_id = m.id
    UNION ALL SELECT 3, 'caches of a core',
      'L1d ' || coalesce((nullif(m.l1d_bytes, 0) / 1024) || ' KiB', 'not known')
      || ', L2 ' || coalesce((nullif(m.l2_bytes, 0) / 1024) || ' KiB', 'not known')
      || ', L3 ' || coalesce((nullif(m.l3_bytes, 0) / 1024) || ' KiB', 'not known')
      FROM machine AS m JOIN this AS r ON r.machine_id = m.id
    UNION ALL SELECT 3, 'memory', printf('%.1f GiB', m.memory_bytes / 1073741824.0)
      FROM machine AS m JOIN this AS r ON r.machine_id = m.id
    UNION ALL SELECT 4, 'dotrec', b.version || ' (' || b.source || ')'
      FROM build AS b JOIN this AS r ON r.build_id = b.id
    UNION ALL SELECT 4, 'compiler', b.compiler || ' ' || b.flags
      FROM build AS b JOIN this AS r ON r.build_id = b.id
    UNION ALL SELECT 4, 'BLAS', b.blas
      FROM build AS b JOIN this AS r ON r.build_id = b.id
    UNION ALL SELECT 4, 'SQLite, C library', b.sqlite || ', ' || b.libc
      FROM build AS b JOIN this AS r ON r.build_id = b.id
  )
SELECT what, CAST(value AS TEXT) AS value
FROM fact
WHERE value IS NOT NULL
ORDER BY part;
