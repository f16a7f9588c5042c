-- Facts that must be equal when a run is resumed but differ: name, old and new value.
SELECT 'machine', m.key || ' (' || m.cpu_model || ')', :key || ' (' || :cpu_model || ')'
FROM run AS r JOIN machine AS m ON m.id = r.machine_id
WHERE r.id = :run_id AND m.key <> :key
UNION ALL
SELECT f.name, f.was, f.now
FROM run AS r
JOIN build AS b ON b.id = r.build_id
JOIN (SELECT 'version' AS name, b2.id, b2.version AS was, :version AS now FROM build AS b2
      UNION ALL SELECT 'source', b2.id, b2.source, :source FROM build AS b2
      UNION ALL SELECT 'compiler', b2.id, b2.compiler, :compiler FROM build AS b2
      UNION ALL SELECT 'flags', b2.id, b2.flags, :flags FROM build AS b2
      UNION ALL SELECT 'blas', b2.id, b2.blas, :blas FROM build AS b2
      UNION ALL SELECT 'sqlite', b2.id, b2.sqlite, :sqlite FROM build AS b2
      UNION ALL SELECT 'libc', b2.id, b2.libc, :libc FROM build AS b2) AS f
  ON f.id = b.id
WHERE r.id = :run_id AND f.was <> f.now;
