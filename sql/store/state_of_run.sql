-- The state of the machine in a run, as discrete facts; NULL: not known.
-- (The library behind the kernel blas belongs to the program, the core that it chose to
-- the machine: after it comes the library without the name of the core, and then what
-- was measured: the control kernel that shows the clock, the distance between CPUs. Of
-- the former it is the least time, since other programs make repeats of it longer, often
-- most of them, but never shorter; the distance really changes within a run.)
SELECT s.host ->> '$.cpus_allowed',
       coalesce(s.host ->> '$.cgroup_cpus',
                iif(s.host ->> '$.cgroup_version' IS NULL, NULL, 'none')),
       s.host ->> '$.cpus_sharing_core',
       CASE s.host ->> '$.smt' WHEN 'on' THEN 'on' WHEN 'off' THEN 'off'
         WHEN 'forceoff' THEN 'off' END,
       s.host ->> '$.governor',
       s.core,
       replace(s.blas, s.core, '*'),
       (SELECT min(1.0 * total_ns / calls) FROM control
        WHERE run_id = :run_id AND name = 'chain'),
       (SELECT median(1.0 * total_ns / calls) FROM control
        WHERE run_id = :run_id AND name = 'distance')
FROM (SELECT b.blas,
             iif(json_valid(r.host_before), r.host_before, NULL) AS host,
             iif(b.blas GLOB '* core * in *',
                 substr(b.blas, instr(b.blas, ' core ') + 6,
                        instr(b.blas, ' in ') - instr(b.blas, ' core ') - 6),
                 NULL) AS core
      FROM run AS r
      LEFT JOIN build AS b ON b.id = r.build_id
      WHERE r.id = :run_id) AS s;
