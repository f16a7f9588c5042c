-- Whether a run was made on the machine with this key, or on one that is the same.
SELECT EXISTS (SELECT 1
               FROM run AS r
               JOIN v_same_machine AS s ON s.machine_id = r.machine_id
               JOIN machine AS m ON m.id = s.other_id
               WHERE r.id = :run_id AND m.key = :machine_key);
