SELECT r.uuid, r.label, r.plan_name, r.plan_text, r.plan_hash, r.seed,
       r.sessions, r.colds, r.started_utc, r.finished_utc, r.status, r.reason,
       r.owner, r.generation, r.resumed, r.forced, r.noisy, r.host_before, r.host_after,
       r.external, r.content_hash, r.hash_version,
       m.travel_key AS key, m.cpu_model, m.architecture, m.cpus, m.numa_nodes,
       m.l1d_bytes, m.l2_bytes, m.l3_bytes, m.memory_bytes,
       b.version, b.source, b.compiler, b.flags, b.blas, b.sqlite, b.libc,
       r.utc_offset_s, r.origin
FROM run AS r
LEFT JOIN machine AS m ON m.id = r.machine_id
LEFT JOIN build AS b ON b.id = r.build_id
WHERE r.id = :run_id;
