-- One row: the run in one line, for titles. Parameters: run=RUN.
SELECT 'run ' || r.id || coalesce(' "' || r.label || '"', '') || ', '
       || r.started_utc || iif(r.status = 'finished', '', ', ' || r.status)
       || ', ' || coalesce(m.cpu_model || ', ' || m.cpus || ' CPUs', 'machine not known')
       || ', ' || (SELECT coalesce(sum(u.samples), 0)
                   FROM cell AS c JOIN summary AS u ON u.cell_id = c.id
                   WHERE c.run_id = r.id) || ' samples' AS caption
FROM run AS r
LEFT JOIN machine AS m ON m.id = r.machine_id
WHERE r.id = coalesce(:run, (SELECT max(id) FROM run));
