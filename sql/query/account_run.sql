-- One row per run, oldest first: how many repeats were planned, and how many of them have each status. Reads every sample.
SELECT run_id, label, started_utc, status, cells, planned, ok, wrong, failed,
       timeout, skipped, missing
FROM v_account_run
ORDER BY started_utc, run_id;
