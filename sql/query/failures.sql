-- One row per cell of a run that is not ok: the reason, and how many of its repeats have each status. Empty where all cells are ok. Parameters: run=RUN.
SELECT c.series, c.status, c.reason, a.planned, a.ok, a.wrong, a.failed,
       a.timeout, a.skipped, a.missing
FROM v_cell AS c
JOIN v_account AS a ON a.cell_id = c.cell_id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND c.status <> 'ok'
ORDER BY c.n, c.cell_id;
