INSERT INTO machine (key, cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
                     l2_bytes, l3_bytes, memory_bytes)
VALUES (:key, :cpu_model, :architecture, :cpus, :numa_nodes, :l1d_bytes,
        :l2_bytes, :l3_bytes, :memory_bytes)
ON CONFLICT (key) DO UPDATE SET key = excluded.key
RETURNING id;
