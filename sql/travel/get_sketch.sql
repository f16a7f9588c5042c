SELECT r.uuid AS run, k.cell_id - (SELECT min(id) FROM cell WHERE run_id = :run_id) AS cell,
       k.ok, k.wrong, k.failed, k.timeout, k.skipped, k.p05_ns, k.p25_ns,
       k.p75_ns, k.p95_ns, k.start_ns, k.end_ns,
       @summed k.@, k.results, k.result_bits
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN sketch AS k ON k.cell_id = c.id
WHERE r.id = :run_id
ORDER BY k.cell_id;
