SELECT c.id, s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks,
       s.placement, c.planned, c.timeout_ms, c.cell_timeout_ms,
       coalesce(c.calls, 0), c.status, coalesce(c.reason, ''),
       coalesce(c.samples_hash, ''),
       (SELECT count(*) FROM sample AS p WHERE p.cell_id = c.id)
         + coalesce((SELECT k.ok + k.wrong + k.failed + k.timeout + k.skipped
                     FROM sketch AS k WHERE k.cell_id = c.id), 0),
       c.remeasured IS NOT NULL
FROM cell AS c
JOIN series AS s ON s.id = c.series_id
WHERE c.run_id = :run_id
ORDER BY c.id;
