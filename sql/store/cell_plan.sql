INSERT INTO cell (run_id, series_id, planned, timeout_ms, cell_timeout_ms)
VALUES (:run_id, :series_id, :planned, :timeout_ms, :cell_timeout_ms)
RETURNING id;
