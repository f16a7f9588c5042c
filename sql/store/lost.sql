-- A cell with an id from :first to :last whose repeats are gone: it has a hash other
-- than that of no repeats (:none), but neither repeats nor a sketch of them.
SELECT 'run ' || r.uuid || ', ' || c.series
FROM cell AS k
CROSS JOIN v_cell AS c ON c.cell_id = k.id
CROSS JOIN run AS r ON r.id = k.run_id
WHERE k.id BETWEEN :first AND :last
  AND k.samples_hash <> :none
  AND NOT EXISTS (SELECT 1 FROM sample AS p WHERE p.cell_id = k.id)
  AND NOT EXISTS (SELECT 1 FROM sketch AS s WHERE s.cell_id = k.id)
LIMIT 1;
