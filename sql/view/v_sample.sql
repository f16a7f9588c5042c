-- Everything joined, one row per repeat. Times cover all `calls` calls.
CREATE VIEW v_sample AS
SELECT r.id AS run_id, r.uuid AS run_uuid, r.label AS run_label,
       r.started_utc AS run_started_utc, r.machine_id,
       m.key AS machine, m.cpu_model,
       c.id AS cell_id, c.series_id,
       s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks, s.placement,
       p.status, p.reason,
       p.repeat * (r.sessions + (c.remeasured IS NOT NULL)) / c.planned AS session,
       p.round, p.repeat, c.calls,
       p.start_ns, p.total_ns,
       p.spawn_ns, p.dispatch_ns, p.compute_ns, p.collect_ns,
       p.skew_ns, p.mark_every, p.active,
       p.sent_bytes, p.received_bytes,
       p.waits, p.preemptions, p.faults, p.cpu, p.moved,
       p.instructions, p.cycles, p.cache_misses,
       iif(p.result_bits = c.reference_bits, c.reference, p.result) AS result,
       p.result_bits
FROM sample AS p
JOIN cell AS c ON c.id = p.cell_id
JOIN series AS s ON s.id = c.series_id
JOIN run AS r ON r.id = c.run_id
LEFT JOIN machine AS m ON m.id = r.machine_id;
