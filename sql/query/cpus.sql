-- One row per CPU on which the caller was in a run: its repeats, and their mean time relative to the medians of their cells. Parameters: run=RUN.
SELECT p.cpu, count(*) AS repeats, sum(p.preemptions > 0) AS preempted,
       sum(p.moved) AS arrived,
       avg(1.0 * p.total_ns / c.calls / u.median_ns) AS mean_slowness_ratio
FROM cell AS c
JOIN sample AS p ON p.cell_id = c.id
JOIN summary AS u ON u.cell_id = c.id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND p.status = 'ok'
GROUP BY p.cpu
ORDER BY p.cpu;
