DELETE FROM run WHERE id = :run_id;
