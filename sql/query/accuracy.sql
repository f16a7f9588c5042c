-- One row per cell of a run: the accurate product, the worst error of a result in units in the last place, and the error bound. Parameters: run=RUN.
SELECT strategy, kernel, dtype, n, workers, chunks, same_bits, accurate,
       error_ulp, bound
FROM v_accuracy
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
ORDER BY dtype, kernel, strategy, n, workers, chunks;
