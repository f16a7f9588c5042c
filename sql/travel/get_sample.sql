SELECT r.uuid AS run, p.cell_id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS cell,
       p.repeat, p.round, p.status, p.start_ns, p.total_ns, p.spawn_ns,
       p.dispatch_ns, p.compute_ns, p.collect_ns, p.skew_ns, p.mark_every,
       p.active, p.sent_bytes, p.received_bytes, p.waits, p.preemptions,
       p.faults, p.cpu, p.moved, p.result_bits, p.result, p.reason
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN sample AS p ON p.cell_id = c.id
WHERE r.id = :run_id
ORDER BY p.cell_id, p.repeat;
