SELECT r.uuid AS run, s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks,
       s.placement, m.kind, m.reason, m.made_utc, m.undone_utc,
       m.machine_key
FROM mark AS m
JOIN run AS r ON r.id = m.run_id
LEFT JOIN series AS s ON s.id = m.series_id
WHERE m.run_id = :run_id
ORDER BY m.made_utc, m.kind, m.reason, s.strategy, s.kernel, s.dtype, s.n,
         s.workers, s.chunks, s.placement, m.undone_utc, m.machine_key;
