-- One row per good repeat of a series in a run, in ascending rounds: its session, its
-- time and its base's of the same round, ns per call. What measured the series again
-- because it was suspicious is left out.
SELECT p.repeat / (c.planned / (r.sessions + (c.remeasured IS NOT NULL))) AS session,
       p.round, 1.0 * p.total_ns / c.calls, 1.0 * b.total_ns / bc.calls
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN sample AS p ON p.cell_id = c.id AND p.status = 'ok'
LEFT JOIN cell AS bc ON bc.id = c.base_id
LEFT JOIN sample AS b ON b.cell_id = bc.id AND b.round = p.round AND b.status = 'ok'
WHERE r.id = :run_id AND c.series_id = :series_id
  AND p.repeat / (c.planned / (r.sessions + (c.remeasured IS NOT NULL))) < r.sessions
ORDER BY p.round;
