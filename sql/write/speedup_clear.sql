DELETE FROM speedup WHERE cell_id IN (SELECT id FROM cell WHERE run_id = :run_id);
