SELECT started_utc, status,
       EXISTS (SELECT 1 FROM mark AS m
               WHERE m.run_id = run.id AND m.kind = 'excluded'
                 AND m.undone_utc IS NULL),
       coalesce(noisy, '')
FROM run WHERE id = :run_id;
