-- One row per series of a run: the median time of a product, in seconds.
SELECT series, strategy, kernel, dtype, n, workers, chunks, placement, median_ns * 1e-9
FROM v_summary
WHERE run_id = :run_id AND median_ns IS NOT NULL
ORDER BY series;
