-- Why a series changed, and against what a change counts.

ALTER TABLE verdict ADD COLUMN
  last_ratio REAL /* level now / level before the last change - 1; effect_ratio is then against the accepted level. NULL: nothing has changed since that was accepted, or method < 4 */;
ALTER TABLE verdict ADD COLUMN
  moved TEXT /* of a confirmed change of a series: which parts of its time changed, in words */;
ALTER TABLE verdict ADD COLUMN
  phases TEXT /* the same as a JSON object: each part of a call's time, an array of its value before and since; the query moved reads it */;
