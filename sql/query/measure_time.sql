-- One row per cell: the fields of the course's measure_time, in seconds. Parameters: run=RUN.
SELECT curve, average, deviation, min_exec, max_exec, repeat, number, ttime,
       size
FROM v_measure_time
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY size, cell_id;
