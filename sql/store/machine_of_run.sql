SELECT machine_id, started_utc, status,
       EXISTS (SELECT 1 FROM mark AS m
               WHERE m.run_id = run.id AND m.kind = 'excluded'
                 AND m.undone_utc IS NULL),
       EXISTS (SELECT 1 FROM run AS other
               WHERE other.machine_id <> run.machine_id
                 AND other.started_utc < run.started_utc
                 AND other.status = 'finished'),
       coalesce(noisy, '')
FROM run WHERE id = :run_id;
