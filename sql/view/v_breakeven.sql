-- One row per parallel curve of a run: at which of the sizes measured it is
-- faster than serial (its whole interval above 1), and its best.
CREATE VIEW v_breakeven AS
SELECT s.run_id, s.curve, 'serial/' || s.kernel AS base, s.dtype, s.workers,
       count(*) AS sizes, count(s.low_speedup_ratio) AS known,
       count(*) FILTER (WHERE s.low_speedup_ratio > 1) AS faster,
       count(*) FILTER (WHERE s.high_speedup_ratio < 1) AS slower,
       min(s.n) AS least_n, max(s.n) AS greatest_n,
       min(s.n) FILTER (WHERE s.low_speedup_ratio > 1) AS from_n,
       max(s.n) FILTER (WHERE s.low_speedup_ratio > 1) AS to_n,
       max(s.speedup_ratio) AS best_ratio,
       min(s.cell_id) AS first_cell_id
FROM v_speedup AS s
GROUP BY s.run_id, s.curve;
