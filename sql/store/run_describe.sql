-- Values that are already stored are kept.
UPDATE run
SET machine_id = coalesce(machine_id, :machine_id),
    build_id = coalesce(build_id, :build_id),
    host_before = coalesce(host_before, :host)
WHERE id = :id;
