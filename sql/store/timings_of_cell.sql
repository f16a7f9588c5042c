SELECT p.round, 1.0 * p.total_ns / c.calls,
       p.repeat * (r.sessions + (c.remeasured IS NOT NULL)) / c.planned
FROM sample AS p
JOIN cell AS c ON c.id = p.cell_id
JOIN run AS r ON r.id = c.run_id
WHERE p.cell_id = :cell_id AND p.status = 'ok'
ORDER BY p.round;
