-- One row per repeat of the cells that have a stored hash of their repeats, cell by
-- cell: the cell, the hash, the cell's name, and the columns that are hashed.
SELECT c.cell_id, k.samples_hash, 'run ' || r.uuid || ', ' || c.series,
       @hashed p.@
FROM cell AS k
CROSS JOIN sample AS p ON p.cell_id = k.id
JOIN v_cell AS c ON c.cell_id = k.id
JOIN run AS r ON r.id = k.run_id
WHERE k.samples_hash IS NOT NULL
ORDER BY k.id, p.repeat;
