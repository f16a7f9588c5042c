UPDATE run
SET finished_utc = :finished_utc, status = :status, reason = :reason,
    host_after = :host
WHERE id = :id;
