UPDATE run SET content_hash = :hash WHERE id = :run_id;
