SELECT r.uuid AS run, x.cell_id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS cell,
       x.base_id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS base,
       x.rounds, x.ratio, x.low_ratio, x.high_ratio, x.level, x.sessions
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN speedup AS x ON x.cell_id = c.id
WHERE r.id = :run_id
ORDER BY x.cell_id;
