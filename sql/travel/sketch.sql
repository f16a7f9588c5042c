-- Computes the sketches of a run's cells from their repeats.
INSERT INTO sketch (cell_id, ok, wrong, failed, timeout, skipped, p05_ns,
                    p25_ns, p75_ns, p95_ns, start_ns, end_ns,
                    @summed@, results, result_bits)
SELECT c.id,
       count(*) FILTER (WHERE p.status = 'ok'),
       count(*) FILTER (WHERE p.status = 'wrong'),
       count(*) FILTER (WHERE p.status = 'failed'),
       count(*) FILTER (WHERE p.status = 'timeout'),
       count(*) FILTER (WHERE p.status = 'skipped'),
       quantile(1.0 * p.total_ns / c.calls, 0.05) FILTER (WHERE p.status = 'ok'),
       quantile(1.0 * p.total_ns / c.calls, 0.25) FILTER (WHERE p.status = 'ok'),
       quantile(1.0 * p.total_ns / c.calls, 0.75) FILTER (WHERE p.status = 'ok'),
       quantile(1.0 * p.total_ns / c.calls, 0.95) FILTER (WHERE p.status = 'ok'),
       min(p.start_ns), max(p.start_ns + p.total_ns),
       @sums p.@,
       count(DISTINCT p.result_bits), min(p.result_bits)
FROM cell AS c
LEFT JOIN sample AS p ON p.cell_id = c.id
JOIN run AS r ON r.id = c.run_id AND r.content_hash IS NULL
WHERE c.run_id = :run_id
GROUP BY c.id;
