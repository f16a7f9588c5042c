SELECT count(*) FROM verdict
WHERE run_id = :run_id AND verdict = 'regressed';
