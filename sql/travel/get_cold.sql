SELECT r.uuid AS run, k.cell_id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS cell,
       k.number, k.status, k.start_ns, k.open_ns, k.first_ns, k.reason
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN cold AS k ON k.cell_id = c.id
WHERE r.id = :run_id
ORDER BY k.cell_id, k.number;
