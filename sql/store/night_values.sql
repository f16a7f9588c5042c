-- One row per cell of a run: the night's value of its series, or the reason why it is
-- missing.
SELECT c.series_id, v.series, u.value_ln, u.median_ns, x.ratio, x.low_ratio,
       x.high_ratio, c.status, coalesce(c.reason, ''), v.n, v.workers, v.chunks,
       v.strategy, v.kernel, v.dtype, v.placement
FROM cell AS c
JOIN v_cell AS v ON v.cell_id = c.id
LEFT JOIN summary AS u ON u.cell_id = c.id
LEFT JOIN speedup AS x ON x.cell_id = c.id
WHERE c.run_id = :run_id
ORDER BY c.series_id;
