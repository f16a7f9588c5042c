-- In an export, the cells of a run are numbered from 0, in the order of its plan.
SELECT r.uuid AS run, c.id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS cell,
       s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks, s.placement,
       c.base_id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS base,
       c.status, c.reason, c.planned, c.timeout_ms, c.cell_timeout_ms,
       c.warmups, c.settled, c.calls, c.open_ns, c.first_ns, c.reference,
       c.reference_bits, c.exact, c.bound, c.accurate, c.error_ulp,
       c.samples_hash, c.remeasured
FROM cell AS c
JOIN run AS r ON r.id = c.run_id
JOIN series AS s ON s.id = c.series_id
WHERE c.run_id = :run_id
ORDER BY c.id;
