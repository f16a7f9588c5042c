-- One row per cell of a run: how many repeats were planned, and how many of them have each status. Parameters: run=RUN.
SELECT series, planned, ok, wrong, failed, timeout, skipped, missing
FROM v_account
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY cell_id;
