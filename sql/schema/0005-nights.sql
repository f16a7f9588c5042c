-- Intervals over sessions, where there are enough of them; series measured again
-- the same night; nights and confirmed changes found without going through all
-- runs and verdicts.

ALTER TABLE summary ADD COLUMN
  sessions INTEGER /* the median and its interval are of the medians of so many sessions; NULL: of the samples, within this run */;
ALTER TABLE speedup ADD COLUMN
  sessions INTEGER /* the median and its interval are of the medians of so many sessions; NULL: of the rounds, within this run */;

ALTER TABLE cell ADD COLUMN
  remeasured TEXT /* why a further session measured it once more: 'time suspect', ..., or 'base': for the speed-up of another; NULL: none did */;

-- status stands in it, so that the rows, pages long, need not be read
CREATE INDEX run_by_time ON run (machine_id, started_utc, status);

CREATE INDEX verdict_confirmed ON verdict (measure, subject, run_id)
WHERE verdict IN ('regressed', 'improved');
