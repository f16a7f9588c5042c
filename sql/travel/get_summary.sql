SELECT r.uuid AS run, u.cell_id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS cell,
       u.samples, u.min_ns, u.median_ns, u.mean_ns, u.max_ns, u.sd_ns,
       u.deviation_ns, u.mad_ns, u.low_ns, u.high_ns, u.level,
       u.value_ln, u.sessions
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN summary AS u ON u.cell_id = c.id
WHERE r.id = :run_id
ORDER BY u.cell_id;
