-- A cell with an id from :first to :last whose repeats do not have the hash that is
-- stored of them, by the rule without a number: its name, this hash, and theirs. None
-- for cells without a hash, for those whose repeats were thinned, and, if :none is the
-- hash of no repeats, for those without repeats.
SELECT 'run ' || r.uuid || ', ' || c.series, k.samples_hash, k.made
FROM (SELECT id, run_id, samples_hash,
             (SELECT samples_hash(@hashed@)
              FROM sample
              WHERE cell_id = cell.id) AS made
      FROM cell
      WHERE id BETWEEN :first AND :last AND samples_hash IS NOT NULL) AS k
CROSS JOIN v_cell AS c ON c.cell_id = k.id
CROSS JOIN run AS r ON r.id = k.run_id
WHERE k.samples_hash <> k.made AND k.made IS NOT :none
  AND instr(k.samples_hash, ':') = 0
  AND NOT EXISTS (SELECT 1 FROM sketch AS s WHERE s.cell_id = k.id)
LIMIT 1;
