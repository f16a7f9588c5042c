-- One row per run and control kernel, oldest run first: its least, mean and greatest time.
SELECT k.run_id, k.name, k.samples, k.min_ns, k.mean_ns, k.max_ns
FROM v_control AS k
JOIN run AS r ON r.id = k.run_id
ORDER BY r.started_utc, k.run_id, k.name;
