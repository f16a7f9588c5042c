-- The imported sources that have a series, '' for the shared one.
SELECT DISTINCT coalesce(r.origin, '')
FROM series AS s
JOIN cell AS c ON c.series_id = s.id
JOIN run AS r ON r.id = c.run_id
WHERE s.strategy = :strategy AND s.n = :n AND s.workers = :workers
  AND s.kernel = 'external' AND r.external IS NOT NULL
ORDER BY 1;
