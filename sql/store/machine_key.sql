SELECT m.key FROM run AS r JOIN machine AS m ON m.id = r.machine_id WHERE r.id = :run_id;
