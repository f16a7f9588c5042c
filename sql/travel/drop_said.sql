-- What was judged of a run before it was added to; marks are decisions, and stay.
DELETE FROM verdict WHERE run_id = %1$lld;
DELETE FROM trend WHERE run_id = %1$lld;
