-- One row per run: planned = ok + wrong + failed + timeout + skipped + missing;
-- of these, `thinned` are kept as sketches only.
CREATE VIEW v_account_run AS
SELECT r.id AS run_id, r.label, r.started_utc, r.status, count(a.cell_id) AS cells,
       coalesce(sum(a.planned), 0) AS planned, coalesce(sum(a.ok), 0) AS ok,
       coalesce(sum(a.wrong), 0) AS wrong, coalesce(sum(a.failed), 0) AS failed,
       coalesce(sum(a.timeout), 0) AS timeout,
       coalesce(sum(a.skipped), 0) AS skipped,
       coalesce(sum(a.missing), 0) AS missing,
       coalesce(sum(a.thinned), 0) AS thinned
FROM run AS r
LEFT JOIN v_account AS a ON a.run_id = r.id
GROUP BY r.id;
