-- One row per cell: planned = ok + wrong + failed + timeout + skipped + missing.
CREATE VIEW v_account AS
SELECT c.run_id, c.cell_id, c.series, c.planned,
       count(*) FILTER (WHERE p.status = 'ok') AS ok,
       count(*) FILTER (WHERE p.status = 'wrong') AS wrong,
       count(*) FILTER (WHERE p.status = 'failed') AS failed,
       count(*) FILTER (WHERE p.status = 'timeout') AS timeout,
       count(*) FILTER (WHERE p.status = 'skipped') AS skipped,
       c.planned - count(p.status) AS missing
FROM v_cell AS c
LEFT JOIN sample AS p ON p.cell_id = c.cell_id
GROUP BY c.cell_id;
