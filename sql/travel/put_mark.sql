INSERT INTO mark (series_id, run_id, kind, reason, made_utc, undone_utc,
                  machine_key)
SELECT s.id, :run_id, :kind, :reason, :made_utc, :undone_utc, :machine_key
FROM (SELECT 1)
LEFT JOIN series AS s
  ON (s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks, s.placement)
     = (:strategy, :kernel, :dtype, :n, :workers, :chunks, :placement)
WHERE NOT EXISTS (
  SELECT 1 FROM mark AS m
  WHERE m.run_id = :run_id AND m.kind = :kind AND m.reason = :reason
    AND m.made_utc = :made_utc AND m.series_id IS s.id
    AND m.machine_key IS :machine_key);
