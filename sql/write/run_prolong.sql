UPDATE run
SET finished_utc = :finished_utc
WHERE id = :id;
