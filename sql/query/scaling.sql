-- One row per parallel cell of a run, by size: speed-up, efficiency, and the serial share computed from them. Parameters: run=RUN, strategy=STRATEGY, n=SIZE.
-- serial_share is the share that was not parallel: (1/s - 1/p) / (1 - 1/p) for
-- speed-up s of p workers (Karp and Flatt, CACM 33, 1990). If it grows with p, the
-- cause is overhead.
SELECT strategy, kernel, dtype, n, workers, chunks, placement,
       speedup_ratio, low_speedup_ratio, high_speedup_ratio, efficiency_ratio,
       (1 / speedup_ratio - 1.0 / workers) / (1 - 1.0 / nullif(workers, 1))
         AS serial_share
FROM v_speedup
WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND strategy = coalesce(:strategy, strategy) AND n = coalesce(:n, n)
ORDER BY strategy, kernel, dtype, n, placement, workers, chunks;
