SELECT ok, wrong, failed, timeout, skipped, missing
FROM v_account_run
WHERE run_id = :run_id;
