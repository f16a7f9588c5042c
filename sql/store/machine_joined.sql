-- Whether a run was made on the machine with this key, or on one that is the same; no
-- row if its machine is not known.
SELECT EXISTS (SELECT 1
               FROM v_same_machine AS s
               JOIN machine AS m ON m.id = s.other_id
               WHERE s.machine_id = run.machine_id AND m.key = :machine_key)
FROM run
WHERE id = :run_id AND machine_id IS NOT NULL;
