SELECT r.uuid AS run, v.measure, v.subject, s.strategy, s.kernel, s.dtype, s.n,
       s.workers, s.chunks, s.placement, v.verdict, f.uuid AS since,
       v.effect_ratio, v.low_ratio, v.high_ratio, v.p, v.visible_ratio,
       v.visible7_ratio, v.nights, v.still, t.uuid AS still_since, v.reason,
       v.method, v.last_ratio, v.month_ratio, v.moved, v.phases
FROM verdict AS v
JOIN run AS r ON r.id = v.run_id
LEFT JOIN series AS s ON s.id = v.series_id
LEFT JOIN run AS f ON f.id = v.since_run_id
LEFT JOIN run AS t ON t.id = v.still_since_run_id
WHERE v.run_id = :run_id
ORDER BY v.measure, v.subject;
