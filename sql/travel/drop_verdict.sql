-- Verdicts that were given before repeats were added to the run. Marks are decisions
-- of a person and are kept.
DELETE FROM verdict WHERE run_id = :run_id;
