-- The machine of two runs; no row if it is unknown or they were on different ones.
SELECT a.machine_id FROM run AS a JOIN run AS b ON b.machine_id = a.machine_id
WHERE a.id = :a AND b.id = :b;
