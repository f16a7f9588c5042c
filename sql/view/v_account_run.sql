-- One row per run: planned = ok + wrong + failed + timeout + skipped + missing;
-- of these, `thinned` are kept as sketches only.
-- (Not LEFT JOIN: SQLite would count the repeats of all runs before it looks for those
-- asked for.)
CREATE VIEW v_account_run AS
SELECT r.id AS run_id, r.label, r.started_utc, r.status, count(*) AS cells,
       sum(a.planned) AS planned, sum(a.ok) AS ok, sum(a.wrong) AS wrong,
       sum(a.failed) AS failed, sum(a.timeout) AS timeout, sum(a.skipped) AS skipped,
       sum(a.missing) AS missing, sum(a.thinned) AS thinned
FROM run AS r
JOIN v_account AS a ON a.run_id = r.id
GROUP BY r.id
UNION ALL
SELECT r.id, r.label, r.started_utc, r.status, 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM run AS r
WHERE NOT EXISTS (SELECT 1 FROM v_cell AS c WHERE c.run_id = r.id);
