UPDATE run
SET finished_utc = :finished_utc, generation = generation + 1
WHERE id = :id;
