-- Always empty: one row per thing that cannot be true at once. Reads every sample.
SELECT run_id, series, what FROM v_contradiction ORDER BY run_id, series, what;
