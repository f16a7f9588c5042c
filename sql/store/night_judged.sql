-- Whether a run has verdicts.
SELECT EXISTS (SELECT 1 FROM verdict WHERE run_id = :run_id);
