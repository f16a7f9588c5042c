UPDATE mark SET undone_utc = :undone_utc
WHERE undone_utc IS NULL AND kind = :kind
  AND (series_id IS :series_id) AND (:run_id IS NULL OR run_id = :run_id)
  AND machine_key IS :machine_key
RETURNING id;
