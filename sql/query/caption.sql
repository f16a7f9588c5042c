-- One row: the run in one line, for titles. Parameters: run=RUN.
SELECT 'run ' || r.id || coalesce(' "' || r.label || '"', '') || ', '
       || r.started_utc || iif(r.status = 'finished', '', ', ' || r.status)
       || ', ' || coalesce(m.cpu_model || ', ' || m.cpus || ' CPUs', 'machine not known')
       || ', ' || (SELECT count(*) FROM sample AS p JOIN cell AS c ON c.id = p.cell_id
                   WHERE c.run_id = r.id AND p.status = 'ok') || ' samples' AS caption
FROM run AS r
LEFT JOIN machine AS m ON m.id = r.machine_id
WHERE r.id = coalesce(:run, (SELECT run_id FROM v_last_run));
