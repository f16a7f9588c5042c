INSERT INTO mark (series_id, run_id, kind, reason, made_utc)
VALUES (:series_id, :run_id, :kind, :reason, :made_utc)
RETURNING id;
