-- The cells of a run whose planned repeats are not all ok, in words.
SELECT series || ': ' || planned || ' planned'
       || iif(ok, ', ' || ok || ' ok', '')
       || iif(wrong, ', ' || wrong || ' wrong', '')
       || iif(failed, ', ' || failed || ' failed', '')
       || iif(timeout, ', ' || timeout || ' timed out', '')
       || iif(skipped, ', ' || skipped || ' skipped', '')
       || iif(missing, ', ' || missing || ' missing', '')
FROM v_account
WHERE run_id = :run_id AND ok <> planned
ORDER BY cell_id;
