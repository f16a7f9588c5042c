-- One row per curve and size: nanoseconds per element, and the lower limits (roofs) that follow from the measured bandwidth. Parameters: run=RUN.
-- The roof of a size is that of the smallest cache that holds both vectors, or of
-- the memory. For all CPUs together, L1 and L2 count once per CPU, L3 once.
WITH
  this AS (
    SELECT id, machine_id,
           iif(json_valid(host_before), host_before, '{}') AS facts
    FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  size AS (SELECT 'f64' AS dtype, 16 AS bytes UNION ALL SELECT 'f32', 8),
  point AS (
    SELECT u.*, z.bytes, r.facts, nullif(m.l1d_bytes, 0) / z.bytes AS l1_n,
           nullif(m.l2_bytes, 0) / z.bytes AS l2_n,
           nullif(m.l3_bytes, 0) / z.bytes AS l3_n, coalesce(m.cpus, 1) AS cpus
    FROM this AS r
    JOIN v_summary AS u ON u.run_id = r.id
    JOIN size AS z ON z.dtype = u.dtype
    LEFT JOIN machine AS m ON m.id = r.machine_id
    WHERE u.samples > 0 AND u.strategy <> 'null'
  )
SELECT curve, n, median_ns / n AS element_ns,
       low_ns / n AS low_element_ns, high_ns / n AS high_element_ns,
       samples, bytes AS element_bytes,
       bytes / nullif(CAST(json_extract(facts, '$.read_'
         || CASE WHEN n <= l1_n THEN 'l1' WHEN n <= l2_n THEN 'l2'
              WHEN n <= l3_n THEN 'l3' ELSE 'memory' END
         || '_gb_per_s') AS REAL), 0) AS one_roof_ns,
       bytes / nullif(CAST(json_extract(facts, '$.read_'
         || CASE WHEN n <= l1_n * cpus THEN 'l1' WHEN n <= l2_n * cpus THEN 'l2'
              WHEN n <= l3_n THEN 'l3' ELSE 'memory' END
         || '_all_gb_per_s') AS REAL), 0) AS all_roof_ns,
       l1_n, l2_n, l3_n, interval_over
FROM point
ORDER BY dtype DESC, min(cell_id) OVER (PARTITION BY curve), n;
