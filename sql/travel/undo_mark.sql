-- A mark that is undone in either database is undone; the earlier time counts.
UPDATE mark
SET undone_utc = coalesce(min(undone_utc, :undone_utc), undone_utc, :undone_utc)
WHERE run_id = :run_id AND kind = :kind AND reason = :reason
  AND made_utc = :made_utc AND machine_key IS :machine_key
  AND series_id IS (SELECT id FROM series
                    WHERE strategy = :strategy AND kernel = :kernel
                      AND dtype = :dtype AND n = :n AND workers = :workers
                      AND chunks = :chunks AND placement = :placement);
