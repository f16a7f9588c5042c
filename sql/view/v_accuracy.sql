-- One row per cell with results: how far the worst of them is from the
-- compensated product (Dot2), in units in the last place of its type; and how
-- far any order of additions may be from it, in the result's own unit.
CREATE VIEW v_accuracy AS
SELECT run_id, cell_id, series_id, series, curve,
       strategy, kernel, dtype, n, workers, chunks, placement,
       exact AS same_bits, accurate, error_ulp, bound
FROM v_cell
WHERE error_ulp IS NOT NULL;
