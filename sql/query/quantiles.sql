-- One row per cell of a run: quantiles of its repeats, ns per call, and how heavy the tail is. Parameters: run=RUN. Needs dotrec_stats.
SELECT c.series, count(*) AS samples,
       min(1.0 * p.total_ns / c.calls) AS min_ns,
       quantile(1.0 * p.total_ns / c.calls, 0.1) AS p10_ns,
       median(1.0 * p.total_ns / c.calls) AS p50_ns,
       quantile(1.0 * p.total_ns / c.calls, 0.9) AS p90_ns,
       quantile(1.0 * p.total_ns / c.calls, 0.95) AS p95_ns,
       quantile(1.0 * p.total_ns / c.calls, 0.99) AS p99_ns,
       max(1.0 * p.total_ns / c.calls) AS max_ns,
       quantile(1.0 * p.total_ns / c.calls, 0.99)
         / median(1.0 * p.total_ns / c.calls) AS tail_ratio
FROM v_cell AS c
JOIN sample AS p ON p.cell_id = c.cell_id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND p.status = 'ok'
GROUP BY c.cell_id
ORDER BY c.n, c.cell_id;
