DELETE FROM sample
WHERE cell_id IN (SELECT id FROM cell WHERE run_id = :run_id);
