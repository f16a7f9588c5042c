UPDATE run
SET finished_utc = :finished_utc, status = :status, reason = :reason,
    noisy = :noisy, host_after = :host, owner = NULL
WHERE id = :id;
