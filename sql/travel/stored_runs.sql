-- The runs of an imported source, or of :any of them, the newest first, and their sources.
SELECT r.id, coalesce(r.origin, '')
FROM machine AS m
JOIN run AS r ON r.machine_id = m.id
WHERE m.travel_key = 'external'
  AND (:any OR m.key = coalesce('external ' || :origin, 'external'))
ORDER BY r.id DESC;
