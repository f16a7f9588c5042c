SELECT r.uuid AS run, k.number, k.name, k.start_ns, k.total_ns, k.calls
FROM run AS r
JOIN control AS k ON k.run_id = r.id
WHERE r.id = :run_id
ORDER BY k.number;
