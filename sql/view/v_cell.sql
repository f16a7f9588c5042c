-- One row per cell: what was planned and what became of it.
CREATE VIEW v_cell AS
SELECT c.run_id, c.id AS cell_id, c.series_id,
       s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks, s.placement,
       s.series, s.curve,
       c.base_id, c.status, c.reason, c.planned, c.timeout_ms,
       c.cell_timeout_ms, c.warmups, c.settled, c.calls, c.open_ns, c.first_ns,
       c.reference, c.exact, c.bound, c.accurate, c.error_ulp, c.remeasured
FROM cell AS c
JOIN v_series AS s ON s.series_id = c.series_id;
