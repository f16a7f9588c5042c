INSERT INTO mark (series_id, run_id, kind, reason, made_utc, machine_key)
VALUES (:series_id, :run_id, :kind, :reason, :made_utc, :machine_key)
RETURNING id;
