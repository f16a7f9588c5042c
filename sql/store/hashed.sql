-- A cell with an id from :first to :last whose repeats do not have the hash that is
-- stored of them, by the rule without a number: its name, this hash, and theirs. None
-- for cells without a hash or without repeats. The repeats of a cell come in their
-- order: that of the only key of the table, by which SQLite also finds the groups.
SELECT 'run ' || r.uuid || ', ' || c.series, k.samples_hash, made.hash
FROM (SELECT cell_id, samples_hash(@hashed@) AS hash
      FROM sample
      WHERE cell_id BETWEEN :first AND :last
      GROUP BY cell_id) AS made
CROSS JOIN cell AS k ON k.id = made.cell_id
CROSS JOIN v_cell AS c ON c.cell_id = k.id
CROSS JOIN run AS r ON r.id = k.run_id
WHERE k.samples_hash <> made.hash AND instr(k.samples_hash, ':') = 0
LIMIT 1;
