-- One row per cell of a run: status, planned repeats, calls per repeat, cold start. Parameters: run=RUN.
SELECT series, status, planned, calls, warmups, open_ns, first_ns, reason
FROM v_cell
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY n, cell_id;
