-- Cold starts, sessions, the control kernel, and what befell each repeat.

ALTER TABLE run ADD COLUMN
  sessions INTEGER /* processes that each ran the whole plan */ NOT NULL DEFAULT 1;
ALTER TABLE run ADD COLUMN
  colds INTEGER /* cold starts of a cell and session */ NOT NULL DEFAULT 1;
ALTER TABLE run ADD COLUMN
  owner TEXT /* the process that runs it: boot id, process id, start time */;
ALTER TABLE run ADD COLUMN
  resumed INTEGER /* how often it was resumed */ NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN
  forced TEXT /* how machine and build differed when it was resumed by force */;
ALTER TABLE run ADD COLUMN
  noisy TEXT /* why it counts as noisy; '': it does not; NULL: not known */;

ALTER TABLE cell ADD COLUMN
  cell_timeout_ms INTEGER /* time-out of all a session does with it, 0: none */ NOT NULL DEFAULT 0;
ALTER TABLE cell ADD COLUMN
  settled INTEGER /* 1: the last warm-ups showed no trend */;
ALTER TABLE cell ADD COLUMN
  accurate REAL /* the compensated product (Dot2) of its vectors */;
ALTER TABLE cell ADD COLUMN
  error_ulp REAL /* greatest distance of a result from it, in units in the last place of dtype */;

ALTER TABLE sample ADD COLUMN
  waits INTEGER /* voluntary context switches of the caller, while it was timed */;
ALTER TABLE sample ADD COLUMN
  preemptions INTEGER /* involuntary ones */;
ALTER TABLE sample ADD COLUMN
  faults INTEGER /* page faults of the caller */;
ALTER TABLE sample ADD COLUMN
  cpu INTEGER /* where the caller was at the end */;
ALTER TABLE sample ADD COLUMN
  moved INTEGER /* 1: it began on another CPU */;

CREATE TABLE cold ( -- a strategy opened, used once and closed again
  cell_id  INTEGER NOT NULL REFERENCES cell (id), -- its cell
  number   INTEGER NOT NULL, -- of the cell; those that settling began with stand here too
  status   TEXT NOT NULL     -- what became of it
           CHECK (status = 'ok' OR status = 'failed' OR status = 'timeout'),
  start_ns INTEGER,          -- since the start of the run; NULL: it went on to the rounds
  open_ns  INTEGER,          -- workers and buffers made
  first_ns INTEGER,          -- from there to the first product
  reason   TEXT,             -- why it is not ok
  PRIMARY KEY (cell_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE control ( -- fixed work, timed between blocks: a slow machine, or slow code?
  run_id   INTEGER NOT NULL REFERENCES run (id), -- its run
  number   INTEGER NOT NULL, -- in the order of time, from 0
  name     TEXT NOT NULL,    -- chain: the clock of a core; stream: memory; empty: two clock readings
  start_ns INTEGER NOT NULL, -- since the start of the run
  total_ns INTEGER NOT NULL, -- over all calls
  calls    INTEGER NOT NULL, -- how often in a row
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;
