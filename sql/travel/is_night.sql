SELECT EXISTS (SELECT 1 FROM v_night WHERE run_id = :run_id);
