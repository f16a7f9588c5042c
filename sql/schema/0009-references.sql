-- Whoever deletes a row asks SQLite whether others refer to it. A merge that replaces a run
-- by a more complete copy deletes its row and its cells; without these indexes SQLite reads
-- all cells and speed-ups for each cell, and all verdicts for the run.
CREATE INDEX cell_by_base ON cell (base_id);
CREATE INDEX speedup_by_base ON speedup (base_id);
CREATE INDEX verdict_by_since ON verdict (since_run_id) WHERE since_run_id IS NOT NULL;
CREATE INDEX verdict_by_still ON verdict (still_since_run_id)
WHERE still_since_run_id IS NOT NULL;
