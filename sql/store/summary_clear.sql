-- Rows of cells whose repeats were thinned cannot be computed again: they are kept.
DELETE FROM summary
WHERE cell_id IN (SELECT id FROM cell WHERE run_id = :run_id)
  AND cell_id NOT IN (SELECT cell_id FROM sketch);
