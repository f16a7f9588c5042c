UPDATE run SET content_hash = :hash, hash_version = :version WHERE id = :run_id;
