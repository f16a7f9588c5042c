-- Always empty: one row per thing that cannot be true at once.
CREATE VIEW v_contradiction AS
WITH account AS MATERIALIZED (SELECT * FROM v_account)
SELECT run_id, series, 'repeats do not add up to the planned ones' AS what
FROM account
WHERE planned <> ok + wrong + failed + timeout + skipped + missing OR missing < 0
UNION ALL
SELECT a.run_id, a.series, 'repeats are missing though the run has finished'
FROM account AS a
JOIN run AS r ON r.id = a.run_id
WHERE r.status = 'finished' AND a.missing > 0
UNION ALL
SELECT a.run_id, a.series, 'the cell is ''' || c.status || ''', its repeats are not'
FROM account AS a
JOIN cell AS c ON c.id = a.cell_id
WHERE c.status <> CASE WHEN a.wrong THEN 'wrong' WHEN a.failed THEN 'failed'
                       WHEN a.timeout THEN 'timeout'
                       WHEN a.skipped THEN 'skipped'
                       WHEN a.ok THEN 'ok' ELSE 'missing' END
UNION ALL
SELECT a.run_id, a.series, 'the summary counts other repeats than there are'
FROM account AS a
LEFT JOIN summary AS u ON u.cell_id = a.cell_id
WHERE coalesce(u.samples, 0) <> a.ok
UNION ALL
SELECT c.run_id, c.series, 'phases do not add up to the total'
FROM sample AS p
JOIN v_cell AS c ON c.cell_id = p.cell_id
WHERE p.total_ns <> p.spawn_ns + p.dispatch_ns + p.compute_ns + p.collect_ns
UNION ALL
SELECT a.run_id, a.series, 'repeats are thinned, and there are some'
FROM v_account AS a
WHERE a.thinned > 0
  AND EXISTS (SELECT 1 FROM sample AS p WHERE p.cell_id = a.cell_id);
