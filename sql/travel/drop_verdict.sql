-- What was judged of a run before it was added to; marks are decisions, and stay.
DELETE FROM verdict WHERE run_id = :run_id;
