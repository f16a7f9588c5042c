SELECT p.round, 1.0 * p.total_ns / c.calls
FROM sample AS p JOIN cell AS c ON c.id = p.cell_id
WHERE p.cell_id = :cell_id AND p.status = 'ok'
ORDER BY p.round;
