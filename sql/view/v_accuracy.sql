-- One row per cell with results: how far the worst of them is from the
-- exact product, in units in the last place of its type; and how far any order of
-- additions (or a rounding of the exact product) may be from it, in the result's own
-- unit. Older runs have a compensated product (Dot2) instead of the exact one.
CREATE VIEW v_accuracy AS
SELECT run_id, cell_id, series_id, series, curve,
       strategy, kernel, dtype, n, workers, chunks, placement,
       exact AS same_bits, accurate, error_ulp, bound
FROM v_cell
WHERE error_ulp IS NOT NULL;
