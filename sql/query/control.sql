-- One row per run and control kernel: its least, mean and greatest time.
SELECT run_id, name, samples, min_ns, mean_ns, max_ns
FROM v_control
ORDER BY run_id, name;
