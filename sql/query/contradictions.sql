-- Always empty: one row per contradiction between stored values. Reads every sample.
SELECT run_id, series, what FROM v_contradiction ORDER BY run_id, series, what;
