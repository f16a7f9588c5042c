-- One row per cell: its ok samples in numbers, nanoseconds per call.
CREATE VIEW v_summary AS
SELECT c.run_id, c.cell_id, c.series_id, c.series, c.curve,
       c.strategy, c.kernel, c.dtype, c.n, c.workers, c.chunks, c.placement,
       c.status, c.planned, c.calls,
       coalesce(u.samples, 0) AS samples,
       u.min_ns, u.median_ns, u.mean_ns, u.sd_ns, u.max_ns, u.mad_ns,
       u.low_ns, u.high_ns, u.level, u.sessions,
       iif(u.level IS NULL, NULL, coalesce(u.sessions || ' sessions',
                                    'repeats within this run')) AS interval_over
FROM v_cell AS c
LEFT JOIN summary AS u ON u.cell_id = c.cell_id;
