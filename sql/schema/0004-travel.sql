-- Data that travels: runs from elsewhere, and nights thinned to sketches.

ALTER TABLE run ADD COLUMN
  external TEXT /* the file it was imported from, not recorded by dotrec; NULL: recorded */;
ALTER TABLE run ADD COLUMN
  content_hash TEXT /* of the run as it was before its repeats were thinned to sketches; NULL: they are here */;

CREATE TABLE sketch ( -- what is left of a cell's repeats when they are thinned
  cell_id     INTEGER PRIMARY KEY REFERENCES cell (id), -- its cell
  ok          INTEGER NOT NULL, -- repeats by what became of them
  wrong       INTEGER NOT NULL, -- those with a wrong result
  failed      INTEGER NOT NULL, -- those that failed
  timeout     INTEGER NOT NULL, -- those that took too long
  skipped     INTEGER NOT NULL, -- those that were not tried
  p05_ns      REAL,             -- quantiles (type 7) of the time per call of the ok ones
  p25_ns      REAL,             -- lower quartile
  p75_ns      REAL,             -- upper quartile
  p95_ns      REAL,             -- 95 %; least, median and greatest are in the summary
  start_ns    INTEGER,          -- of the first one, since the start of the run
  end_ns      INTEGER,          -- of the last one
  total_ns    INTEGER,          -- sums over the ok ones, all calls
  spawn_ns    INTEGER,          -- of it: until the critical worker exists
  dispatch_ns INTEGER,          -- of it: handing out the work
  compute_ns  INTEGER,          -- of it: in the kernel
  collect_ns  INTEGER,          -- of it: gathering the answers
  skew_ns     INTEGER,          -- first to last worker's end
  sent_bytes  INTEGER,          -- copied to workers
  received_bytes INTEGER,       -- copied from workers
  waits       INTEGER,          -- voluntary context switches of the caller
  preemptions INTEGER,          -- involuntary ones
  faults      INTEGER,          -- page faults
  results     INTEGER NOT NULL, -- how many different results there were, by their bits
  result_bits INTEGER           -- the bits of the least of them, as an integer
) STRICT;
