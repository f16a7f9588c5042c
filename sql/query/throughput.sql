-- One row per cell of a run: GB/s and Gflop/s, and the percentage of the reading speed that was measured on the machine before the run. Parameters: run=RUN.
-- The place is the smallest cache (or the memory) that holds both vectors; for L1
-- and L2, which every worker has for itself, a worker's share of them. With more
-- than one worker the reading speed is that of all CPUs together.
WITH fact AS (
  SELECT r.id AS run_id, r.host_before AS facts, m.l1d_bytes, m.l2_bytes,
         m.l3_bytes
  FROM run AS r
  LEFT JOIN machine AS m ON m.id = r.machine_id
  WHERE r.id = coalesce(:run, (SELECT run_id FROM v_last_run))
), cell_of AS (
  SELECT u.*, f.facts, 2.0 * u.n * iif(u.dtype = 'f32', 4, 8) AS bytes,
         f.l1d_bytes, f.l2_bytes, f.l3_bytes
  FROM fact AS f
  JOIN v_summary AS u ON u.run_id = f.run_id
  WHERE u.samples > 0 AND u.strategy <> 'null'
), place_of AS (
  SELECT *, CASE WHEN bytes / workers <= l1d_bytes THEN 'l1'
                 WHEN bytes / workers <= l2_bytes THEN 'l2'
                 WHEN bytes <= l3_bytes THEN 'l3'
                 ELSE 'memory' END AS place
  FROM cell_of
), roof_of AS (
  SELECT *, CAST(facts ->> ('read_' || place || iif(workers > 1, '_all', '')
                            || '_gb_per_s') AS REAL) AS roof
  FROM place_of
)
SELECT series, bytes AS vectors_bytes, bytes / median_ns AS gb_per_s,
       2.0 * n / median_ns AS gflop_per_s, place, roof AS roof_gb_per_s,
       100 * bytes / median_ns / roof AS roof_percent
FROM roof_of
ORDER BY n, cell_id;
