-- One row per parallel curve and size: share of each phase in the time, in percent. Parameters: run=RUN.
-- Without the cells of a peer that does not know how long it computed.
SELECT c.curve, c.n,
       100.0 * sum(p.spawn_ns) / sum(p.total_ns) AS spawn_percent,
       100.0 * sum(p.dispatch_ns) / sum(p.total_ns) AS dispatch_percent,
       100.0 * sum(p.compute_ns) / sum(p.total_ns) AS compute_percent,
       100.0 * sum(p.collect_ns) / sum(p.total_ns) AS collect_percent,
       100.0 - 100.0 * sum(p.compute_ns) / sum(p.total_ns) AS exchange_percent,
       count(*) AS samples,
       sum(p.sent_bytes) / c.calls / count(p.sent_bytes) AS sent_bytes_per_call,
       sum(p.received_bytes) / c.calls / count(p.received_bytes) AS received_bytes_per_call
FROM v_cell AS c
JOIN sample AS p ON p.cell_id = c.cell_id AND p.status = 'ok'
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND c.base_id IS NOT NULL
GROUP BY c.cell_id
HAVING sum(p.total_ns) > 0 AND count(p.compute_ns) = count(*)
ORDER BY c.dtype DESC, min(c.cell_id) OVER (PARTITION BY c.curve), c.n;
