-- One row per setting of the program or the machine that changed since the run :before,
-- likely causes of other times first: name, old value, new value. Facts that vary by
-- themselves, such as the load, count only where they are far apart.
WITH likely (place, name, least) AS ( -- least: the ratio that counts as a change
  VALUES (1, 'compiler', NULL), (2, 'flags', NULL), (3, 'blas', NULL),
         (4, 'source', NULL), (5, 'version', NULL), (6, 'cpus_allowed_list', NULL),
         (7, 'cpus_usable', NULL), (8, 'pingpong_ns', 1.5), (9, 'governor', NULL),
         (10, 'turbo', NULL), (11, 'smt', NULL), (12, 'cpu_microcode', NULL),
         (13, 'kernel', NULL), (14, 'kernel_version', NULL), (15, 'mitigated', NULL),
         (16, 'libc', NULL), (17, 'clock_source', NULL), (18, 'huge_pages', NULL),
         (19, 'numa_balancing', NULL), (20, 'own_nice', NULL), (21, 'own_scheduler', NULL),
         (22, 'memory_total_bytes', 1.1), (23, 'os', NULL), (24, 'container', NULL),
         (25, 'hypervisor', NULL)
), fact AS (
  SELECT r.id AS run_id, e.key AS name, e.value
  FROM run AS r
  LEFT JOIN build AS b ON b.id = r.build_id
  JOIN json_each(json_patch(iif(json_valid(r.host_before), r.host_before, '{}'), json_object(
    'compiler', b.compiler, 'flags', b.flags, 'blas', b.blas, 'source', b.source,
    'version', b.version, 'libc', b.libc))) AS e
  WHERE r.id IN (:before, :run_id)
)
SELECT l.name, was.value, is_now.value
FROM likely AS l
JOIN fact AS was ON was.run_id = :before AND was.name = l.name
JOIN fact AS is_now ON is_now.run_id = :run_id AND is_now.name = l.name
WHERE was.value <> is_now.value
  AND (l.least IS NULL -- facts are stored as text
       OR CAST(is_now.value AS REAL) > l.least * was.value
       OR CAST(was.value AS REAL) > l.least * is_now.value)
ORDER BY l.place;
