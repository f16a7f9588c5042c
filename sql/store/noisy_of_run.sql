SELECT coalesce(noisy, '') FROM run WHERE id = :run_id;
