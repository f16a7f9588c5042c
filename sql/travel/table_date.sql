-- The imported sources that have a series on a date, '' for the shared one; and whether
-- it has the same values at the same time.
SELECT coalesce(r.origin, ''),
       max(r.started_utc = :started_utc AND u.samples IS :samples
           AND u.min_ns IS :min_ns AND u.median_ns IS :median_ns
           AND u.mean_ns IS :mean_ns AND u.max_ns IS :max_ns)
FROM machine AS m
CROSS JOIN run AS r ON r.machine_id = m.id AND r.started_utc >= date(:started_utc)
  AND r.started_utc < date(:started_utc, '+1 day')
CROSS JOIN cell AS c ON c.run_id = r.id
JOIN series AS s ON s.id = c.series_id AND s.strategy = :strategy AND s.n = :n
  AND s.workers = :workers AND s.kernel = 'external'
LEFT JOIN summary AS u ON u.cell_id = c.id
WHERE m.travel_key = 'external'
GROUP BY r.origin;
