-- One row per machine: its CPUs, caches and memory, how many runs were made on it, and the other machines that share its history.
SELECT m.id AS machine_id, m.cpu_model, m.architecture, m.cpus, m.numa_nodes,
       m.l1d_bytes, m.l2_bytes, m.l3_bytes, m.memory_bytes,
       count(r.id) AS runs, min(r.started_utc) AS first_utc,
       max(r.started_utc) AS last_utc, m.key,
       (SELECT group_concat(s.other_id, ' ')
        FROM v_same_machine AS s
        WHERE s.machine_id = m.id AND s.other_id <> m.id) AS same_as
FROM machine AS m
LEFT JOIN run AS r ON r.machine_id = m.id
GROUP BY m.id
ORDER BY m.id;
