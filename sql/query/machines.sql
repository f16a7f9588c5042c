-- One row per machine: its CPUs, caches and memory, and how many runs were made on it.
SELECT m.id AS machine_id, m.cpu_model, m.architecture, m.cpus, m.numa_nodes,
       m.l1d_bytes, m.l2_bytes, m.l3_bytes, m.memory_bytes,
       count(r.id) AS runs, min(r.started_utc) AS first_utc,
       max(r.started_utc) AS last_utc, m.key
FROM machine AS m
LEFT JOIN run AS r ON r.machine_id = m.id
GROUP BY m.id
ORDER BY m.id;
