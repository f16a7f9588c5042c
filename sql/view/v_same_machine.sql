-- One row per pair of machines that share one history, both ways; each machine with
-- itself, and the unknown one (NULL). They differ in at most a tenth of their memory,
-- or a person has said that they are the same; or others connect them.
-- (Machines that differ in their memory only are sorted by it: a step of more than a
-- tenth begins another group. So there are no pairs but those asked for.)
CREATE VIEW v_same_machine AS
WITH RECURSIVE
  sized AS ( -- with the machine that has the next smaller memory
    SELECT *, coalesce(10 * lag(memory_bytes) OVER model < 9 * memory_bytes, 0)
                AS begins
    FROM machine
    WINDOW model AS (PARTITION BY cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
                                  l2_bytes, l3_bytes
                     ORDER BY memory_bytes)
  ),
  stretch AS (
    SELECT *, sum(begins) OVER (PARTITION BY cpu_model, architecture, cpus, numa_nodes,
                                             l1d_bytes, l2_bytes, l3_bytes
                                ORDER BY memory_bytes) AS number
    FROM sized
  ),
  grouped (machine_id, group_id) AS MATERIALIZED (
    -- other keys with the same memory alone are no reason to join them
    SELECT id, iif(min(memory_bytes) OVER alike < max(memory_bytes) OVER alike,
                   min(id) OVER alike, id)
    FROM stretch
    WINDOW alike AS (PARTITION BY cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
                                  l2_bytes, l3_bytes, number)
  ),
  told (group_id, other_id) AS (
    SELECT a.group_id, b.group_id
    FROM mark AS m
    JOIN run AS r ON r.id = m.run_id
    JOIN machine AS o ON o.key = m.machine_key
    JOIN grouped AS a ON a.machine_id = r.machine_id
    JOIN grouped AS b ON b.machine_id = o.id
    WHERE m.kind = 'same machine' AND m.undone_utc IS NULL
  ),
  either (group_id, other_id) AS MATERIALIZED (
    SELECT group_id, other_id FROM told
    UNION
    SELECT other_id, group_id FROM told
  ),
  same (group_id, other_id) AS (
    SELECT group_id, group_id FROM grouped
    UNION
    SELECT s.group_id, e.other_id
    FROM same AS s
    JOIN either AS e ON e.group_id = s.other_id
  )
SELECT a.machine_id, b.machine_id AS other_id
FROM grouped AS a
JOIN same AS s ON s.group_id = a.group_id
JOIN grouped AS b ON b.group_id = s.other_id
UNION ALL
SELECT NULL, NULL;
