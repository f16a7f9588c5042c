-- Intervals over sessions, where there are enough of them.

ALTER TABLE summary ADD COLUMN
  sessions INTEGER /* the median and its interval are of the medians of so many sessions; NULL: of the samples, within this run */;
ALTER TABLE speedup ADD COLUMN
  sessions INTEGER /* the median and its interval are of the medians of so many sessions; NULL: of the rounds, within this run */;
