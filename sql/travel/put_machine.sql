-- Each imported source has a machine of its own; see machine.travel_key.
INSERT INTO machine (key, cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
                     l2_bytes, l3_bytes, memory_bytes)
SELECT iif(:key = 'external', coalesce('external ' || :origin, :key), :key),
       :cpu_model, :architecture, :cpus, :numa_nodes, :l1d_bytes, :l2_bytes,
       :l3_bytes, :memory_bytes
WHERE :key IS NOT NULL
ON CONFLICT (key) DO NOTHING;
