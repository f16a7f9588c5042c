-- What thinned repeats gave cannot be made anew: it stays.
DELETE FROM speedup
WHERE cell_id IN (SELECT id FROM cell WHERE run_id = :run_id)
  AND cell_id NOT IN (SELECT cell_id FROM sketch);
