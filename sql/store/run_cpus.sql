-- The CPUs that the run could use: those allowed to it, and not more than its quota;
-- NULL if they are not known.
SELECT coalesce(json_extract(r.host_before, '$.cpus_usable'), m.cpus)
FROM run AS r
JOIN machine AS m ON m.id = r.machine_id
WHERE r.id = :run_id;
