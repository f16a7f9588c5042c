-- One row per curve and size: the worst error of its results against the exact product, in units in the last place, and the greatest error allowed. Parameters: run=RUN.
SELECT c.curve, c.n, c.error_ulp,
       c.bound / pow(2.0, floor(log2(abs(nullif(c.accurate, 0))))
                     - iif(c.dtype = 'f32', 23, 52)) AS bound_ulp,
       c.exact AS same_bits,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.result_bits IS NOT NULL) AS samples
FROM v_cell AS c
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND c.error_ulp IS NOT NULL
ORDER BY c.dtype DESC, min(c.cell_id) OVER (PARTITION BY c.curve), c.n;
