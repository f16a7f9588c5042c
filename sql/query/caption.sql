-- One row: a run described in one line, for titles; its uuid; its start in seconds since 1970; and the parts of that line. Parameters: run=RUN.
WITH
  part AS (
    SELECT r.uuid,
           coalesce(CAST(strftime('%s', r.started_utc) AS INTEGER), 0) AS started_s,
           'run ' || r.id AS run, coalesce(' "' || r.label || '"', '') AS label,
           ', ' || r.started_utc
             || iif(r.status = 'finished', '', ', ' || r.status) AS started,
           ', ' || coalesce(m.cpu_model, 'machine not known') AS machine,
           coalesce(', ' || iif(usable BETWEEN 1 AND coalesce(r.online, m.cpus) - 1,
                                usable || ' of ', '')
                    || nullif(coalesce(r.online, m.cpus), 0)
                    || iif(coalesce(r.online, m.cpus) = 1, ' CPU', ' CPUs'), '') AS cpus,
           ', ' || (SELECT coalesce(sum(u.samples), 0)
                             || iif(sum(u.samples) = 1, ' sample', ' samples')
                    FROM cell AS c JOIN summary AS u ON u.cell_id = c.id
                    WHERE c.run_id = r.id) AS samples
    FROM (SELECT *, -- the CPUs that dotrec was allowed to use, and those in use at all
                 iif(json_valid(host_before),
                     CAST(json_extract(host_before, '$.cpus_usable') AS INTEGER), NULL) AS usable,
                 iif(json_valid(host_before),
                     CAST(json_extract(host_before, '$.cpus_online') AS INTEGER), NULL) AS online
          FROM run) AS r
    LEFT JOIN machine AS m ON m.id = r.machine_id
    WHERE r.id = coalesce(:run, (SELECT run_id FROM v_last_run))
  )
SELECT run || label || started || machine || cpus || samples AS caption,
       uuid, started_s, run, label, started, machine, cpus, samples
FROM part;
