-- One row per cell: planned = ok + wrong + failed + timeout + skipped + missing;
-- of these, `thinned` are kept as sketches only.
-- (Not GROUP BY: SQLite would group all cells before it looks for those asked for.)
CREATE VIEW v_account AS
SELECT c.run_id, c.cell_id, c.series, c.planned,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'ok') + coalesce(k.ok, 0) AS ok,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'wrong')
         + coalesce(k.wrong, 0) AS wrong,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'failed')
         + coalesce(k.failed, 0) AS failed,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'timeout')
         + coalesce(k.timeout, 0) AS timeout,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'skipped')
         + coalesce(k.skipped, 0) AS skipped,
       c.planned - (SELECT count(*) FROM sample AS p WHERE p.cell_id = c.cell_id)
         - coalesce(k.ok + k.wrong + k.failed + k.timeout + k.skipped, 0) AS missing,
       coalesce(k.ok + k.wrong + k.failed + k.timeout + k.skipped, 0) AS thinned
FROM v_cell AS c
LEFT JOIN sketch AS k ON k.cell_id = c.cell_id;
