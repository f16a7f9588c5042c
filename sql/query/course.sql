-- One row per curve and size: mean seconds per call, as the course reports it, and what a mean leaves out. Parameters: run=RUN.
-- A mean leaves out: the median with its interval, the cold start, and the share
-- of the data exchange.
SELECT u.curve, u.n, t.average AS average_s,
       u.median_ns * 1e-9 AS median_s,
       u.low_ns * 1e-9 AS low_s, u.high_ns * 1e-9 AS high_s, u.samples,
       t.deviation AS deviation_s, t.min_exec AS min_s, t.max_exec AS max_s,
       t.number AS calls, c.open_ns * 1e-9 AS cold_s,
       c.first_ns * 1e-9 AS first_s,
       (SELECT 100.0 - 100.0 * sum(p.compute_ns) / sum(p.total_ns)
        FROM sample AS p
        WHERE p.cell_id = u.cell_id AND p.status = 'ok') AS exchange_percent,
       u.interval_over
FROM v_summary AS u
JOIN v_cell AS c ON c.cell_id = u.cell_id
JOIN v_measure_time AS t ON t.cell_id = u.cell_id
WHERE u.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND u.samples > 0 AND u.strategy <> 'null'
ORDER BY u.dtype DESC, min(u.cell_id) OVER (PARTITION BY u.curve), u.n;
