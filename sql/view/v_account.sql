-- One row per cell: planned = ok + wrong + failed + timeout + skipped + missing;
-- of these, `thinned` are kept as sketches only.
CREATE VIEW v_account AS
SELECT c.run_id, c.cell_id, c.series, c.planned,
       count(*) FILTER (WHERE p.status = 'ok') + coalesce(k.ok, 0) AS ok,
       count(*) FILTER (WHERE p.status = 'wrong') + coalesce(k.wrong, 0) AS wrong,
       count(*) FILTER (WHERE p.status = 'failed') + coalesce(k.failed, 0) AS failed,
       count(*) FILTER (WHERE p.status = 'timeout') + coalesce(k.timeout, 0) AS timeout,
       count(*) FILTER (WHERE p.status = 'skipped') + coalesce(k.skipped, 0) AS skipped,
       c.planned - count(p.status)
         - coalesce(k.ok + k.wrong + k.failed + k.timeout + k.skipped, 0) AS missing,
       coalesce(k.ok + k.wrong + k.failed + k.timeout + k.skipped, 0) AS thinned
FROM v_cell AS c
LEFT JOIN sample AS p ON p.cell_id = c.cell_id
LEFT JOIN sketch AS k ON k.cell_id = c.cell_id
GROUP BY c.cell_id;
