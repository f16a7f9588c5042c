-- One row per parallel curve: at which of the sizes measured it is faster than serial (its whole interval above 1), and its best. Parameters: run=RUN.
SELECT b.curve, b.base, b.sizes, b.faster, b.slower,
       (SELECT max(s.n) FROM v_speedup AS s
        WHERE s.run_id = b.run_id AND s.curve = b.curve
          AND s.n < b.from_n) AS not_faster_n,
       b.from_n, b.to_n, s.n AS best_n, s.speedup_ratio AS best_ratio,
       s.low_speedup_ratio AS best_low_ratio,
       s.high_speedup_ratio AS best_high_ratio,
       s.efficiency_ratio AS best_efficiency_ratio, b.workers
FROM v_breakeven AS b
JOIN v_speedup AS s ON s.run_id = b.run_id AND s.curve = b.curve
  AND s.speedup_ratio = b.best_ratio
WHERE b.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
GROUP BY b.first_cell_id
ORDER BY b.first_cell_id;
