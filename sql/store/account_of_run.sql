SELECT coalesce(sum(ok), 0), coalesce(sum(wrong), 0), coalesce(sum(failed), 0),
       coalesce(sum(timeout), 0), coalesce(sum(skipped), 0),
       coalesce(sum(missing), 0)
FROM v_account
WHERE run_id = :run_id;
