-- One row per repeat of a run, everything joined. Parameters: run=RUN.
SELECT *
FROM v_sample
WHERE run_id = coalesce(:run, (SELECT max(id) FROM run))
ORDER BY cell_id, repeat;
