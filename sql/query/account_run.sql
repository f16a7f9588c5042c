-- One row per run: planned repeats and what became of them. Reads every sample.
SELECT run_id, label, started_utc, status, cells, planned, ok, wrong, failed,
       timeout, skipped, missing
FROM v_account_run
ORDER BY run_id;
