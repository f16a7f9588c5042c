-- One row per cell of a run: share of each phase in the time, in percent. Parameters: run=RUN.
SELECT strategy || '/' || kernel AS curve, n, workers, chunks,
       count(*) AS samples,
       round(100.0 * sum(spawn_ns) / sum(total_ns), 1) AS spawn_percent,
       round(100.0 * sum(dispatch_ns) / sum(total_ns), 1) AS dispatch_percent,
       round(100.0 * sum(compute_ns) / sum(total_ns), 1) AS compute_percent,
       round(100.0 * sum(collect_ns) / sum(total_ns), 1) AS collect_percent,
       sum(sent_bytes) / sum(calls) AS sent_bytes_per_call,
       sum(received_bytes) / sum(calls) AS received_bytes_per_call
FROM v_sample
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND status = 'ok'
GROUP BY cell_id
ORDER BY n, cell_id;
