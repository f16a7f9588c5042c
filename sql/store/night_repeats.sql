-- One row per ok repeat of a series in a run, by round: its session, its round, its
-- time and the time of its base in the same round, in ns per call. The session that
-- measured suspicious series again is left out.
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
