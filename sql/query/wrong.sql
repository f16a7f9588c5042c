-- One row per repeat of a run with a wrong result: the result, the expected one, and the error allowed. Empty where all are right. Parameters: run=RUN.
SELECT c.series, p.repeat, p.round, p.result, c.reference,
       p.result - c.reference AS error, iif(c.exact, 0, c.bound) AS allowed,
       format('%016x', p.result_bits) AS result_bits,
       format('%016x', k.reference_bits) AS reference_bits, p.reason
FROM v_cell AS c
JOIN cell AS k ON k.id = c.cell_id
JOIN sample AS p ON p.cell_id = c.cell_id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND p.status = 'wrong'
ORDER BY c.n, c.cell_id, p.repeat;
