-- Cells whose repeats are stored (not thinned to a sketch), with their bases.
SELECT id, coalesce(base_id, 0)
FROM cell
WHERE run_id = :run_id AND id NOT IN (SELECT cell_id FROM sketch)
ORDER BY id;
