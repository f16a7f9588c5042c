-- Nights and confirmed changes, found without going through all runs and verdicts.

-- status stands in it, so that the rows, pages long, need not be read
CREATE INDEX run_by_time ON run (machine_id, started_utc, status);

CREATE INDEX verdict_confirmed ON verdict (measure, subject, run_id)
WHERE verdict IN ('regressed', 'improved');
