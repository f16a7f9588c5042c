-- Runs that have ok repeats but no summaries.
SELECT DISTINCT c.run_id
FROM cell AS c
WHERE c.status <> 'missing'
  AND NOT EXISTS (SELECT 1 FROM cell AS o JOIN summary AS u ON u.cell_id = o.id
                  WHERE o.run_id = c.run_id)
  AND EXISTS (SELECT 1 FROM sample AS p
              WHERE p.cell_id = c.id AND p.status = 'ok');
