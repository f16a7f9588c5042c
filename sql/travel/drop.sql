DELETE FROM sample WHERE cell_id IN (SELECT id FROM cell WHERE run_id = %1$lld);
DELETE FROM cold WHERE cell_id IN (SELECT id FROM cell WHERE run_id = %1$lld);
DELETE FROM summary WHERE cell_id IN (SELECT id FROM cell WHERE run_id = %1$lld);
DELETE FROM speedup WHERE cell_id IN (SELECT id FROM cell WHERE run_id = %1$lld);
DELETE FROM sketch WHERE cell_id IN (SELECT id FROM cell WHERE run_id = %1$lld);
UPDATE cell SET base_id = NULL WHERE run_id = %1$lld;
DELETE FROM cell WHERE run_id = %1$lld;
DELETE FROM control WHERE run_id = %1$lld;
