-- One row per repeat of the cells that say a hash of them, cell by cell: the
-- cell, the hash, its name, and what the hash is of.
SELECT c.cell_id, k.samples_hash, 'run ' || r.uuid || ', ' || c.series,
       @hashed p.@
FROM cell AS k
CROSS JOIN sample AS p ON p.cell_id = k.id
JOIN v_cell AS c ON c.cell_id = k.id
JOIN run AS r ON r.id = k.run_id
WHERE k.samples_hash IS NOT NULL
ORDER BY k.id, p.repeat;
