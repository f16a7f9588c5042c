UPDATE run
SET machine_id = :machine_id, build_id = :build_id, host_before = :host
WHERE id = :id;
