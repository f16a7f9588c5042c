-- The newest run of an imported source, or :any of them, with these values (see
-- travel/table_night), and its source.
SELECT r.id, coalesce(r.origin, '')
FROM machine AS m
JOIN run AS r ON r.machine_id = m.id
WHERE m.travel_key = 'external'
  AND (:any OR m.key = coalesce('external ' || :origin, 'external'))
  AND :values = (
    SELECT group_concat(cell, ';')
    FROM (SELECT s.strategy || ' ' || s.n || ' ' || s.workers || ' ' || u.samples
                 || format(' %!.17g %!.17g %!.17g %!.17g', u.min_ns, u.median_ns,
                           u.mean_ns, u.max_ns) AS cell
          FROM cell AS c
          JOIN series AS s ON s.id = c.series_id
          JOIN summary AS u ON u.cell_id = c.id
          WHERE c.run_id = r.id
          ORDER BY s.strategy, s.n, s.workers))
ORDER BY r.id DESC
LIMIT 1;
