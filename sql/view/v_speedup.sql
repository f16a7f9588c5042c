-- One row per cell that has a serial base of the same n, dtype and kernel:
-- the median of serial time / parallel time with its interval, over the medians
-- of sessions where there are enough of them, else over rounds.
CREATE VIEW v_speedup AS
SELECT c.run_id, c.cell_id, c.series_id, c.series, c.curve,
       c.strategy, c.kernel, c.dtype, c.n, c.workers, c.chunks, c.placement,
       b.series AS base, b.strategy || '/' || b.kernel AS base_curve,
       ub.median_ns AS base_median_ns,
       u.median_ns AS median_ns,
       x.rounds, x.ratio AS speedup_ratio,
       x.low_ratio AS low_speedup_ratio, x.high_ratio AS high_speedup_ratio,
       x.level, x.sessions,
       iif(x.level IS NULL, NULL, coalesce(x.sessions || ' sessions',
                                    'rounds within this run')) AS interval_over,
       x.ratio / c.workers AS efficiency_ratio
FROM speedup AS x
JOIN v_cell AS c ON c.cell_id = x.cell_id
JOIN v_cell AS b ON b.cell_id = x.base_id
JOIN summary AS u ON u.cell_id = x.cell_id
JOIN summary AS ub ON ub.cell_id = x.base_id;
