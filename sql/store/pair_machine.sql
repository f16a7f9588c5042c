-- The machine of two runs; no row if it is unknown or they were on different ones.
SELECT a.machine_id
FROM run AS a
JOIN v_same_machine AS s ON s.machine_id = a.machine_id
JOIN run AS b ON b.machine_id = s.other_id
WHERE a.id = :a AND b.id = :b;
