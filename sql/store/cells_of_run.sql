SELECT id, coalesce(base_id, 0) FROM cell WHERE run_id = :run_id ORDER BY id;
