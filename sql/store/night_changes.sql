-- One row per setting of the program or the machine that was changed between the runs
-- :before and :since, likely causes of other times first: name, old value, new value,
-- and when, where that is not exactly there: the start of a change is an estimate, so
-- that the settings of the night before these (:earlier) and after them (:later) count,
-- too, both of which may be NULL. A setting that has its old value again in the run
-- :tonight (NULL: :since) is left out. Facts that vary by themselves, such as the load,
-- count only where they are far apart.
WITH likely (place, name, least, apart) AS (
  -- the ratio, and the difference, that count as a change; NULL: any
  VALUES (1, 'compiler', NULL, NULL), (2, 'flags', NULL, NULL),
         (3, 'blas', NULL, NULL), (5, 'kernel', NULL, NULL),
         (6, 'kernel_version', NULL, NULL), (7, 'cpus_allowed_list', NULL, NULL),
         (8, 'cpus_usable', NULL, NULL), (9, 'pingpong_ns', 1.5, 0),
         (10, 'clock_ns', 1.1, 0), (11, 'governor', NULL, NULL),
         (12, 'turbo', NULL, NULL), (13, 'smt', NULL, NULL),
         (14, 'cpu_microcode', NULL, NULL), (15, 'mitigated', NULL, NULL),
         (16, 'load_1min', 1.5, 1), (17, 'source', NULL, NULL),
         (18, 'version', NULL, NULL), (19, 'libc', NULL, NULL),
         (20, 'clock_source', NULL, NULL), (21, 'huge_pages', NULL, NULL),
         (22, 'numa_balancing', NULL, NULL), (23, 'own_nice', NULL, NULL),
         (24, 'own_scheduler', NULL, NULL), (25, 'memory_total_bytes', 1.1, 0),
         (26, 'os', NULL, NULL), (27, 'container', NULL, NULL),
         (28, 'hypervisor', NULL, NULL)
  UNION ALL -- the programs of peers, after the BLAS
  SELECT DISTINCT 4, name, NULL, NULL FROM fact WHERE name GLOB 'peer_*'
), chain AS ( -- the clock by the control kernel, as in state_of_run.sql
  SELECT run_id, min(1.0 * total_ns / calls) AS ns
  FROM control
  WHERE name = 'chain'
    AND run_id IN (:earlier, :before, :since, :later, coalesce(:tonight, :since))
  GROUP BY run_id
), fact AS (
  SELECT r.id AS run_id, e.key AS name, e.value
  FROM run AS r
  LEFT JOIN build AS b ON b.id = r.build_id
  LEFT JOIN chain AS k ON k.run_id = r.id
  JOIN json_each(json_patch(iif(json_valid(r.host_before), r.host_before, '{}'), json_object(
    'compiler', b.compiler, 'flags', b.flags, 'blas', b.blas, 'source', b.source,
    'version', b.version, 'libc', b.libc,
    'clock_ns', CAST(round(k.ns, 1) AS TEXT)))) AS e
  WHERE r.id IN (:earlier, :before, :since, :later, coalesce(:tonight, :since))
), step (away, from_id, to_id, during) AS (
  VALUES (0, :before, :since, ''), (1, :earlier, :since, ' (a night earlier)'),
         (2, :before, :later, ' (a night later)')
), found AS (
  SELECT l.place, t.away, l.name, was.value AS was, is_now.value AS is_now, t.during,
         min(t.away) OVER (PARTITION BY l.name) AS nearest
  FROM step AS t
  CROSS JOIN likely AS l
  JOIN fact AS was ON was.run_id = t.from_id AND was.name = l.name
  JOIN fact AS is_now ON is_now.run_id = t.to_id AND is_now.name = l.name
  JOIN fact AS held ON held.run_id = coalesce(:tonight, :since) AND held.name = l.name
  WHERE was.value <> is_now.value AND held.value <> was.value
    AND (l.least IS NULL -- facts are stored as text
         OR (max(is_now.value + 0.0, was.value + 0.0)
               > l.least * min(is_now.value + 0.0, was.value + 0.0)
             AND abs(is_now.value - was.value) > l.apart
             AND max(held.value + 0.0, was.value + 0.0)
               > l.least * min(held.value + 0.0, was.value + 0.0)))
)
SELECT name, was, is_now, during
FROM found
WHERE away = nearest
ORDER BY away <> 0, place, name;
