-- One row per curve and size: nanoseconds per element, and the roofs that the measured memory bandwidth sets. Parameters: run=RUN.
WITH
  this AS (
    SELECT id, machine_id,
           iif(json_valid(host_before), host_before, '{}') AS facts
    FROM run
    WHERE id = coalesce(:run, (SELECT max(id) FROM run))
  ),
  size AS (SELECT 'f64' AS dtype, 16 AS bytes UNION ALL SELECT 'f32', 8)
SELECT u.curve, u.n, u.median_ns / u.n AS element_ns,
       u.low_ns / u.n AS low_element_ns, u.high_ns / u.n AS high_element_ns,
       u.samples, z.bytes AS element_bytes,
       z.bytes / nullif(CAST(json_extract(r.facts, '$.memory_bandwidth_one_gbs')
                             AS REAL), 0) AS one_roof_ns,
       z.bytes / nullif(CAST(json_extract(r.facts, '$.memory_bandwidth_all_gbs')
                             AS REAL), 0) AS all_roof_ns,
       nullif(m.l1d_bytes, 0) / z.bytes AS l1_n,
       nullif(m.l2_bytes, 0) / z.bytes AS l2_n,
       nullif(m.l3_bytes, 0) / z.bytes AS l3_n
FROM this AS r
JOIN v_summary AS u ON u.run_id = r.id
JOIN size AS z ON z.dtype = u.dtype
LEFT JOIN machine AS m ON m.id = r.machine_id
WHERE u.samples > 0 AND u.strategy <> 'null'
ORDER BY u.dtype DESC, min(u.cell_id) OVER (PARTITION BY u.curve), u.n;
