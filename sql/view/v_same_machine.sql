-- One row per pair of machines that share one history, both ways; each machine with
-- itself, and the unknown one (NULL). They differ in at most a tenth of their memory,
-- or a person has said that they are the same; or others connect them.
CREATE VIEW v_same_machine AS
WITH RECURSIVE
  told (machine_id, other_id) AS (
    SELECT r.machine_id, o.id
    FROM mark AS m
    JOIN run AS r ON r.id = m.run_id
    JOIN machine AS o ON o.key = m.machine_key
    WHERE m.kind = 'same machine' AND m.undone_utc IS NULL
      AND r.machine_id IS NOT NULL
  ),
  alike (machine_id, other_id) AS (
    SELECT a.id, b.id
    FROM machine AS a
    JOIN machine AS b ON b.id = a.id
      OR (b.cpu_model = a.cpu_model AND b.architecture = a.architecture
          AND b.cpus = a.cpus AND b.numa_nodes = a.numa_nodes
          AND b.l1d_bytes = a.l1d_bytes AND b.l2_bytes = a.l2_bytes
          AND b.l3_bytes = a.l3_bytes AND b.memory_bytes <> a.memory_bytes
          AND 10 * min(a.memory_bytes, b.memory_bytes)
              >= 9 * max(a.memory_bytes, b.memory_bytes))
    UNION ALL
    SELECT machine_id, other_id FROM told
    UNION ALL
    SELECT other_id, machine_id FROM told
  ),
  same (machine_id, other_id) AS (
    SELECT machine_id, other_id FROM alike
    UNION
    SELECT s.machine_id, a.other_id
    FROM same AS s
    JOIN alike AS a ON a.machine_id = s.other_id
  )
SELECT machine_id, other_id FROM same
UNION ALL
SELECT NULL, NULL;
