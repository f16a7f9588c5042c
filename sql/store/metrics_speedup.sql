-- One row per parallel series of a run: the median of serial time / time.
SELECT series, strategy, kernel, dtype, n, workers, chunks, placement, speedup_ratio
FROM v_speedup
WHERE run_id = :run_id
ORDER BY series;
