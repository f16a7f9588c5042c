-- Intervals over sessions, where there are enough of them; series that were
-- measured again the same night.

ALTER TABLE summary ADD COLUMN
  sessions INTEGER /* the median and its interval are of the medians of so many sessions; NULL: of the samples, within this run */;
ALTER TABLE speedup ADD COLUMN
  sessions INTEGER /* the median and its interval are of the medians of so many sessions; NULL: of the rounds, within this run */;

ALTER TABLE cell ADD COLUMN
  remeasured TEXT /* why a further session measured it once more: 'time suspect', ..., or 'base': for the speed-up of another; NULL: none did */;
