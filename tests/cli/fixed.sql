-- Makes the run of a test, three rounds of which its clock may decide, into one
-- whose every number is known: sizes, strategies and rounds make the times.
UPDATE run SET uuid = '11111111-2222-4333-8444-555555555555', label = 'fixed',
  started_utc = '2026-01-02T03:04:05Z', finished_utc = '2026-01-02T03:05:05Z',
  host_before = '{"hostname":"somewhere","read_l1_gb_per_s":"160","read_l1_all_gb_per_s":"320","read_l2_gb_per_s":"100","read_l2_all_gb_per_s":"200","read_l3_gb_per_s":"80","read_l3_all_gb_per_s":"150"}',
  host_after = '{"hostname":"somewhere"}';
UPDATE machine SET cpu_model = 'Some CPU', cpus = 2, numa_nodes = 1,
  l1d_bytes = 32768, l2_bytes = 1048576, l3_bytes = 33554432,
  memory_bytes = 8589934592, architecture = 'x86_64';
UPDATE build SET version = '1', source = 'abc', compiler = 'cc', flags = '-O2',
  blas = 'some', sqlite = '3', libc = '2';

-- nanoseconds of a call: a start, and a time per element
CREATE TEMP TABLE cost AS
SELECT c.id AS cell_id, s.n, s.strategy,
       CASE s.strategy WHEN 'serial' THEN 20 WHEN 'shm' THEN 300
         WHEN 'pipe' THEN 30000 ELSE 200000 END
       + s.n * CASE s.strategy WHEN 'serial' THEN 0.4 WHEN 'pipe' THEN 4.0
         ELSE 0.22 END AS ns
FROM cell AS c
JOIN series AS s ON s.id = c.series_id;

UPDATE cell SET calls = 10, error_ulp = id % 3,
  open_ns = 100000 + 1000 * id, first_ns = (
    SELECT CAST(2 * ns AS INTEGER) FROM cost WHERE cell_id = cell.id);
UPDATE sample SET
  (total_ns, spawn_ns, dispatch_ns, compute_ns, collect_ns) = (
    SELECT t + 7 * (t / 20) + 3, t / 20, 2 * (t / 20), t + 3, 4 * (t / 20)
    FROM (SELECT CAST(10 * ns * (100 + sample.repeat) / 100 AS INTEGER) AS t
          FROM cost WHERE cell_id = sample.cell_id)),
  sent_bytes = 0, received_bytes = 160,
  result_bits = (SELECT reference_bits + id % 3 FROM cell WHERE id = sample.cell_id);
UPDATE summary SET
  (samples, min_ns, median_ns, mean_ns, max_ns, low_ns, high_ns) = (
    SELECT count(*), min(x), 1.03 * max(x) / 1.06, 1.04 * max(x) / 1.06, max(x),
           min(x), max(x)
    FROM (SELECT 0.1 * total_ns AS x FROM sample
          WHERE sample.cell_id = summary.cell_id)),
  sd_ns = 1, deviation_ns = 1, mad_ns = 1, level = 0.95;
UPDATE speedup SET (ratio, low_ratio, high_ratio) = (
  SELECT b.ns / c.ns, 0.9 * b.ns / c.ns, 1.1 * b.ns / c.ns
  FROM cost AS c, cost AS b
  WHERE c.cell_id = speedup.cell_id AND b.cell_id = speedup.base_id),
  rounds = 7, level = 0.95;
