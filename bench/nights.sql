-- Copies the newest run to three years of nights: runs, cells, medians and speed-ups,
-- with a night sd of 2 %, a regression, its repair, an accepted change and suspects;
-- without samples, which reports on nights do not read.
CREATE TEMP TABLE night AS
WITH RECURSIVE i (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM i WHERE k < 1095)
SELECT k, 1000000 + k AS id FROM i;
CREATE TEMP TABLE base AS SELECT * FROM run ORDER BY id DESC LIMIT 1;

INSERT INTO run (id, uuid, label, plan_name, plan_text, plan_hash, seed,
  started_utc, finished_utc, status, machine_id, build_id, host_before, host_after)
SELECT n.id, printf('%08d-0000-4000-8000-000000000000', n.k), 'night ' || n.k,
  plan_name, plan_text, plan_hash, seed,
  strftime('%Y-%m-%dT%H:%M:%SZ', '2023-01-01', '+' || n.k || ' days'),
  strftime('%Y-%m-%dT%H:%M:%SZ', '2023-01-01', '+' || n.k || ' days'),
  'finished', machine_id, build_id, host_before, host_after
FROM night AS n, base;

CREATE TEMP TABLE made AS
SELECT n.k, n.id AS run_id, c.id AS old_id,
  (SELECT max(id) FROM cell) + (n.k - 1) * (SELECT count(*) FROM cell
     WHERE run_id = (SELECT id FROM base))
  + row_number() OVER (PARTITION BY n.k ORDER BY c.id) AS id,
  -- the noise of a night, and 8 % more from night 700 to night 900
  (1 + 0.02 * (random() % 1000) / 1000.0)
  * iif(c.series_id % 5 = 0 AND n.k BETWEEN 700 AND 900, 1.08, 1.0) AS factor
FROM night AS n
JOIN cell AS c ON c.run_id = (SELECT id FROM base);

INSERT INTO cell (id, run_id, series_id, status, planned, timeout_ms, warmups,
  calls, open_ns, first_ns, exact, bound)
SELECT m.id, m.run_id, c.series_id, c.status, c.planned, c.timeout_ms,
  c.warmups, c.calls, c.open_ns, c.first_ns, c.exact, c.bound
FROM made AS m JOIN cell AS c ON c.id = m.old_id;
INSERT INTO summary (cell_id, samples, min_ns, median_ns, mean_ns, max_ns,
  sd_ns, deviation_ns, mad_ns, low_ns, high_ns, level)
SELECT m.id, samples, min_ns * factor, median_ns * factor, mean_ns * factor,
  max_ns * factor, sd_ns, deviation_ns, mad_ns, median_ns * factor * 0.99,
  median_ns * factor * 1.01, level
FROM made AS m JOIN summary AS u ON u.cell_id = m.old_id;
INSERT INTO speedup (cell_id, base_id, rounds, ratio, low_ratio, high_ratio, level)
SELECT m.id, b.id, x.rounds, x.ratio / m.factor, x.low_ratio / m.factor,
  x.high_ratio / m.factor, x.level
FROM made AS m
JOIN speedup AS x ON x.cell_id = m.old_id
JOIN made AS b ON b.old_id = x.base_id AND b.k = m.k;

INSERT INTO verdict (run_id, measure, subject, series_id, verdict, since_run_id,
  effect_ratio, low_ratio, high_ratio, p, method)
SELECT n.id, 'time', s.strategy || '/' || s.kernel || '/' || s.dtype || '/' || s.n
    || '/' || s.workers || 'x' || s.chunks, s.id,
  CASE n.k WHEN 703 THEN 'regressed' WHEN 903 THEN 'improved'
    ELSE iif((n.k * 31 + s.id) % 211 = 0, 'suspect', 'no change seen') END,
  CASE n.k WHEN 703 THEN 1000700 WHEN 903 THEN 1000901 END,
  CASE n.k WHEN 703 THEN 0.08 WHEN 903 THEN -0.07 END,
  CASE n.k WHEN 703 THEN 0.07 WHEN 903 THEN -0.08 END,
  CASE n.k WHEN 703 THEN 0.09 WHEN 903 THEN -0.06 END,
  CASE WHEN n.k IN (703, 903) THEN 0.0003 ELSE 0.5 END, 1
FROM night AS n, series AS s
WHERE s.id IN (SELECT series_id FROM cell) AND (n.k NOT IN (703, 903) OR s.id % 5 = 0);
INSERT INTO mark (series_id, run_id, kind, reason, made_utc)
VALUES (NULL, 1000400, 'accepted', 'another compiler', '2024-02-05T00:00:00Z');
