SELECT r.uuid AS run, p.cell_id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS cell,
       @sample p.@
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN sample AS p ON p.cell_id = c.id
WHERE r.id = :run_id
ORDER BY p.cell_id, p.repeat;
