-- The machine of two runs, if it is known and the same.
SELECT a.machine_id FROM run AS a JOIN run AS b ON b.machine_id = a.machine_id
WHERE a.id = :a AND b.id = :b;
