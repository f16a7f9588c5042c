-- One row per repeat of a run, with the columns of its run, cell and series. Parameters: run=RUN.
SELECT *
FROM v_sample
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY cell_id, repeat;
