-- One row per fact that changed since the run :before: name, old value, new value.
SELECT f.name, f.was, f.now
FROM (SELECT 'compiler' AS name, a.compiler AS was, b.compiler AS now, ra.id AS a, rb.id AS b
      FROM run AS ra JOIN build AS a ON a.id = ra.build_id
      JOIN run AS rb JOIN build AS b ON b.id = rb.build_id
      UNION ALL SELECT 'flags', a.flags, b.flags, ra.id, rb.id
      FROM run AS ra JOIN build AS a ON a.id = ra.build_id
      JOIN run AS rb JOIN build AS b ON b.id = rb.build_id
      UNION ALL SELECT 'blas', a.blas, b.blas, ra.id, rb.id
      FROM run AS ra JOIN build AS a ON a.id = ra.build_id
      JOIN run AS rb JOIN build AS b ON b.id = rb.build_id
      UNION ALL SELECT 'source', a.source, b.source, ra.id, rb.id
      FROM run AS ra JOIN build AS a ON a.id = ra.build_id
      JOIN run AS rb JOIN build AS b ON b.id = rb.build_id
      UNION ALL SELECT 'kernel', json_extract(ra.host_before, '$.kernel'),
                       json_extract(rb.host_before, '$.kernel'), ra.id, rb.id
      FROM run AS ra JOIN run AS rb
      UNION ALL SELECT 'governor', json_extract(ra.host_before, '$.governor'),
                       json_extract(rb.host_before, '$.governor'), ra.id, rb.id
      FROM run AS ra JOIN run AS rb) AS f
WHERE f.a = :before AND f.b = :run_id AND f.was <> f.now;
