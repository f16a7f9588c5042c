-- One row per cell: planned = ok + wrong + failed + timeout + skipped + missing.
-- (Not GROUP BY: SQLite would group all cells before it looks for those asked for.)
CREATE VIEW v_account AS
SELECT c.run_id, c.cell_id, c.series, c.planned,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'ok') AS ok,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'wrong') AS wrong,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'failed') AS failed,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'timeout') AS timeout,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'skipped') AS skipped,
       c.planned - (SELECT count(*) FROM sample AS p
                    WHERE p.cell_id = c.cell_id) AS missing
FROM v_cell AS c;
