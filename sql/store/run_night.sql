SELECT coalesce(night, '') FROM run WHERE id = :run_id;
