-- One row per parallel curve: the sizes at which it is faster than serial (whole interval above 1), and its best speed-up. Parameters: run=RUN.
WITH
  cell AS MATERIALIZED ( -- so that only the cells of this run are grouped
    SELECT * FROM v_speedup
    WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  each AS (
    SELECT curve, base_curve AS base, workers, count(*) AS sizes,
           count(*) FILTER (WHERE low_speedup_ratio > 1) AS faster,
           count(*) FILTER (WHERE high_speedup_ratio < 1) AS slower,
           min(n) FILTER (WHERE low_speedup_ratio > 1) AS from_n,
           max(n) FILTER (WHERE low_speedup_ratio > 1) AS to_n,
           max(speedup_ratio) AS best_ratio, min(cell_id) AS first_cell_id
    FROM cell
    GROUP BY curve
  )
SELECT e.curve, e.base, e.sizes, e.faster, e.slower,
       (SELECT max(c.n) FROM cell AS c
        WHERE c.curve = e.curve AND c.n < e.from_n) AS not_faster_n,
       e.from_n, e.to_n, c.n AS best_n, c.speedup_ratio AS best_ratio,
       c.low_speedup_ratio AS best_low_ratio,
       c.high_speedup_ratio AS best_high_ratio,
       c.efficiency_ratio AS best_efficiency_ratio, e.workers
FROM each AS e
JOIN cell AS c ON c.curve = e.curve AND c.speedup_ratio = e.best_ratio
GROUP BY e.first_cell_id
ORDER BY e.first_cell_id;
