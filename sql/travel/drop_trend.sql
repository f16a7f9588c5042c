DELETE FROM trend WHERE run_id = :run_id;
