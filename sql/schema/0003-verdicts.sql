-- Verdicts of times and of times relative to serial, trends, and a night's value.

-- No version before this one wrote a verdict.
DROP TABLE verdict;

CREATE TABLE verdict ( -- what was said of a subject for a night; evidence, never rebuilt silently
  run_id      INTEGER NOT NULL REFERENCES run (id), -- the night
  measure     TEXT NOT NULL,    -- 'time'; 'relative': time / serial time; 'mean': of relative over sizes; 'machine'
  subject     TEXT NOT NULL,    -- a series; for 'mean' one with * for n; for 'machine' ''
  series_id   INTEGER REFERENCES series (id), -- where it is a series
  verdict     TEXT NOT NULL,    -- the words of the manual
  since_run_id INTEGER REFERENCES run (id), -- first night of the new level
  effect_ratio REAL,            -- new level / old level - 1
  low_ratio   REAL,             -- interval of the effect
  high_ratio  REAL,             -- its upper end
  p           REAL,             -- of the test
  visible_ratio REAL,           -- the smallest change that would be seen within 3 nights
  visible7_ratio REAL,          -- and within 7
  nights      INTEGER,          -- of the level that were looked at
  still       TEXT,             -- 'regressed' or 'improved': an earlier change that holds
  still_since_run_id INTEGER REFERENCES run (id), -- its first night
  reason      TEXT,             -- why there is no verdict, or what else changed that night
  method      INTEGER NOT NULL, -- version of the rule that said so
  PRIMARY KEY (run_id, measure, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX verdict_by_subject ON verdict (measure, subject, run_id);

CREATE TABLE trend ( -- a figure of a night that is watched without a verdict
  run_id  INTEGER NOT NULL REFERENCES run (id), -- the night
  name    TEXT NOT NULL,    -- 'break-even'; 'law a' .. 'law d': T = a + b w + c n + d n/w
  subject TEXT NOT NULL,    -- a series with * for n (and for workers: of a law)
  value   REAL,             -- elements; ns, ns per worker, ns per element. NULL: none, see word
  low     REAL,             -- its interval
  high    REAL,             -- its upper end
  word    TEXT,             -- of a break-even that is not inside the measured sizes
  PRIMARY KEY (run_id, name, subject)
) STRICT, WITHOUT ROWID;

ALTER TABLE summary ADD COLUMN
  value_ln REAL /* the night's value: ln of the median, the mean of it over sessions */;
