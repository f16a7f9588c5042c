CREATE INDEX cell_by_base ON cell (base_id);
CREATE INDEX cell_by_series ON cell (series_id, run_id);
CREATE INDEX run_by_time ON run (machine_id, started_utc, status, utc_offset_s);
CREATE INDEX speedup_by_base ON speedup (base_id);
CREATE INDEX verdict_by_since ON verdict (since_run_id) WHERE since_run_id IS NOT NULL;
CREATE INDEX verdict_by_still ON verdict (still_since_run_id)
WHERE still_since_run_id IS NOT NULL;
CREATE INDEX verdict_by_subject ON verdict (measure, subject, run_id);
CREATE INDEX verdict_confirmed ON verdict (measure, subject, run_id)
WHERE verdict IN ('regressed', 'improved', 'drifting', 'noisier');
CREATE TABLE build ( -- a build of dotrec and the libraries it ran with
  id       INTEGER PRIMARY KEY, -- of this database only
  version  TEXT NOT NULL, -- of dotrec
  source   TEXT NOT NULL, -- git id of the source, '-dirty' behind it if changed, or 'unknown'
  compiler TEXT NOT NULL, -- name and version
  flags    TEXT NOT NULL, -- compiler flags
  blas     TEXT NOT NULL, -- library behind the kernel blas, with its core name, or 'none'
  sqlite   TEXT NOT NULL, -- version of SQLite in use
  libc     TEXT NOT NULL, -- version of the C library in use
  UNIQUE (version, source, compiler, flags, blas, sqlite, libc)
) STRICT;
CREATE TABLE cell ( -- one point of the grid inside a run
  id          INTEGER PRIMARY KEY, -- of this database only
  run_id      INTEGER NOT NULL REFERENCES run (id), -- its run
  series_id   INTEGER NOT NULL REFERENCES series (id), -- what is measured
  base_id     INTEGER REFERENCES cell (id), -- the serial cell that its speed-up is told against
  status      TEXT NOT NULL DEFAULT 'missing' -- the worst of its samples; 'missing': not run (yet)
              CHECK (status = 'ok' OR status = 'wrong' OR status = 'failed'
                     OR status = 'timeout' OR status = 'skipped'
                     OR status = 'missing'),
  reason      TEXT,             -- why it is not ok
  planned     INTEGER NOT NULL CHECK (planned > 0), -- repeats
  timeout_ms  INTEGER NOT NULL, -- time-out of one repeat
  warmups     INTEGER NOT NULL DEFAULT 0, -- untimed repeats before the first
  calls       INTEGER,          -- inner calls of one repeat, calibrated
  open_ns     INTEGER,          -- cold start: workers and buffers made
  first_ns    INTEGER,          -- the first call after the cold start
  reference   REAL,             -- what the result must be
  reference_bits INTEGER,       -- its 64 bits
  exact       INTEGER,          -- 1: results must have these bits; 0: lie within the bound
  bound       REAL,             -- how far off a result may be: n eps sum |x_i y_i|
  samples_hash TEXT, cell_timeout_ms INTEGER /* time-out of all a session does with it, 0: none */ NOT NULL DEFAULT 0, settled INTEGER /* 1: the last warm-ups showed no trend */, accurate REAL /* the compensated product (Dot2) of its vectors */, error_ulp REAL /* greatest distance of a result from it, in units in the last place of dtype */, remeasured TEXT /* why a further session measured it once more: 'time suspect', ..., or 'base': for the speed-up of another; NULL: none did */,            -- FNV-1a over the samples' contents, 16 hexadecimal digits
  UNIQUE (run_id, series_id)
) STRICT;
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
CREATE TABLE machine ( -- a machine, by what stays the same over reboots
  id           INTEGER PRIMARY KEY, -- of this database only
  key          TEXT NOT NULL UNIQUE, -- hash of the columns below, hexadecimal
  cpu_model    TEXT NOT NULL,    -- as the kernel names it
  architecture TEXT NOT NULL,    -- x86_64, aarch64
  cpus         INTEGER NOT NULL, -- CPUs configured, not only those allowed
  numa_nodes   INTEGER NOT NULL, -- memory nodes
  l1d_bytes    INTEGER NOT NULL, -- data cache of a core, 0: not known
  l2_bytes     INTEGER NOT NULL, -- second level cache, 0: not known
  l3_bytes     INTEGER NOT NULL, -- third level cache, 0: not known
  memory_bytes INTEGER NOT NULL  -- rounded to 256 MiB, so that a kernel update does not matter
, travel_key TEXT AS (/* its key in exports and hashes, where imported sources share one */ iif(key GLOB 'external *', 'external', key)) VIRTUAL) STRICT;
CREATE TABLE mark ( -- a decision by a person, kept as a row
  id          INTEGER PRIMARY KEY, -- of this database only
  series_id   INTEGER REFERENCES series (id), -- NULL: all series
  run_id      INTEGER NOT NULL REFERENCES run (id), -- from this run on
  kind        TEXT NOT NULL,    -- 'accepted': a new baseline begins here
  reason      TEXT NOT NULL,    -- because ...
  made_utc    TEXT NOT NULL,    -- ISO 8601
  undone_utc  TEXT              -- ISO 8601; NULL: in force
, machine_key TEXT /* of a mark of the kind 'same machine': the key of the older machine whose history the machine of the run continues; else NULL */) STRICT;
CREATE TABLE meta ( -- what this file knows of itself, one row per fact
  name  TEXT PRIMARY KEY NOT NULL, -- 'views': hash of the view definitions in it
  value TEXT NOT NULL              -- the fact
) STRICT, WITHOUT ROWID;
CREATE TABLE run ( -- one execution of a plan on one machine, at one time
  id           INTEGER PRIMARY KEY, -- of this database only
  uuid         TEXT NOT NULL UNIQUE, -- version 4 (RFC 9562): the same in every database
  label        TEXT,             -- what the user calls it
  plan_name    TEXT NOT NULL,    -- path of the plan file, or 'built-in'
  plan_text    TEXT NOT NULL,    -- the plan file itself
  plan_hash    TEXT NOT NULL,    -- FNV-1a of plan_text, 16 hexadecimal digits
  seed         INTEGER NOT NULL, -- of vectors and orders: 64 bits, read as signed
  started_utc  TEXT NOT NULL,    -- ISO 8601
  finished_utc TEXT,             -- ISO 8601; NULL: still running, or killed
  status       TEXT NOT NULL DEFAULT 'running' -- a killed run stays 'running'
               CHECK (status IN ('running', 'finished', 'interrupted', 'failed')),
  reason       TEXT,             -- why it failed or was interrupted
  machine_id   INTEGER REFERENCES machine (id), -- NULL until probed
  build_id     INTEGER REFERENCES build (id),   -- NULL until probed
  host_before  TEXT,             -- conditions before the first block: a JSON object of texts
  host_after   TEXT                -- conditions after the last block
, sessions INTEGER /* processes that each ran the whole plan */ NOT NULL DEFAULT 1, colds INTEGER /* cold starts of a cell and session */ NOT NULL DEFAULT 1, owner TEXT /* the process that runs it: boot id, process id, start time */, resumed INTEGER /* how often it was resumed */ NOT NULL DEFAULT 0, forced TEXT /* how machine and build differed when it was resumed by force */, noisy TEXT /* why it counts as noisy; '': it does not; NULL: not known */, external TEXT /* the file it was imported from, not recorded by dotrec; NULL: recorded */, content_hash TEXT /* of the run as it was before its repeats were thinned to sketches; NULL: they are here */, generation INTEGER /* how often what was recorded was added to after it had ended: resumed, measured again; of two copies the higher one counts */ NOT NULL DEFAULT 0, hash_version INTEGER /* the rule of content_hash: 1 before schema 6, then 2; NULL: no content_hash */, utc_offset_s INTEGER /* local time minus UTC when it was started; NULL: not recorded, counts as 0 */ CHECK (utc_offset_s BETWEEN -86400 AND 86400), night TEXT AS (/* the local date of its start */ date(started_utc, coalesce(utc_offset_s, 0) || ' seconds')) VIRTUAL, origin TEXT /* the source whose history an imported run belongs to; NULL: that of all imports before schema 7, or not imported */) STRICT;
CREATE TABLE sample ( -- one timed measurement of a cell; a planned repeat is one row
  cell_id     INTEGER NOT NULL REFERENCES cell (id), -- its cell
  repeat      INTEGER NOT NULL, -- from 0
  round       INTEGER NOT NULL, -- the pass over the block in which it ran, from 0
  status      TEXT NOT NULL -- what became of it
              -- (not IN: SQLite would build a table of the words for every row)
              CHECK (status = 'ok' OR status = 'wrong' OR status = 'failed'
                     OR status = 'timeout' OR status = 'skipped'),
  start_ns    INTEGER,          -- since the start of the run
  total_ns    INTEGER,          -- over all calls of the repeat
  spawn_ns    INTEGER,          -- of it: until the critical worker exists
  dispatch_ns INTEGER,          -- of it: handing out the work
  compute_ns  INTEGER,          -- of it: in the kernel
  collect_ns  INTEGER,          -- of it: gathering the answers
  skew_ns     INTEGER,          -- first to last worker's end, over all calls
  mark_every  INTEGER,          -- phases were marked on every so many calls
  active      INTEGER,          -- workers that had work
  sent_bytes  INTEGER,          -- copied to workers
  received_bytes INTEGER,       -- copied from workers
  result_bits INTEGER,          -- the result's 64 bits
  result      REAL,             -- the result; NULL where its bits are the cell's reference_bits, or a NaN's
  reason      TEXT, waits INTEGER /* voluntary context switches of the caller, while it was timed */, preemptions INTEGER /* involuntary ones */, faults INTEGER /* page faults of the caller */, cpu INTEGER /* where the caller was at the end */, moved INTEGER /* 1: it began on another CPU */, instructions INTEGER /* in user mode, of the thread that called: its share of the work, its waiting and some hundred around them; workers are not included. NULL: not counted, because the machine shows no counters, others use them, or the caller sleeps while it is timed */, cycles INTEGER /* of the CPU, counted as the instructions are */, cache_misses INTEGER /* accesses that missed the last cache, as the CPU defines them, counted as the instructions are */,             -- why it is not ok
  PRIMARY KEY (cell_id, repeat),
  CHECK (total_ns IS NOT NULL OR (status <> 'ok' AND status <> 'wrong')),
  CHECK (total_ns = spawn_ns + dispatch_ns + compute_ns + collect_ns),
  CHECK (min(spawn_ns, dispatch_ns, compute_ns, collect_ns) >= 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE series ( -- the same cell across runs: what history is about
  id        INTEGER PRIMARY KEY, -- of this database only
  strategy  TEXT NOT NULL,    -- how the work is spread: serial, fork, pipe, shm, ...
  kernel    TEXT NOT NULL,    -- the arithmetic on one slice: blas, native
  dtype     TEXT NOT NULL,    -- element type: f64, f32
  n         INTEGER NOT NULL CHECK (n > 0),       -- elements of each vector
  workers   INTEGER NOT NULL CHECK (workers > 0), -- processes, a computing caller among them
  chunks    INTEGER NOT NULL CHECK (chunks > 0),  -- slices per worker
  placement TEXT NOT NULL,    -- 'free', or 'pinned' to one CPU each
  UNIQUE (strategy, kernel, dtype, n, workers, chunks, placement)
) STRICT;
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
, instructions INTEGER /* of the callers; sums over the ok ones, NULL where one was not counted */, cycles INTEGER /* of the CPU */, cache_misses INTEGER /* of the last cache */) STRICT;
CREATE TABLE speedup ( -- of a cell against its serial base, round by round; derived
  cell_id     INTEGER PRIMARY KEY REFERENCES cell (id), -- its cell
  base_id     INTEGER NOT NULL REFERENCES cell (id), -- the serial cell
  rounds      INTEGER NOT NULL, -- rounds in which both were ok
  ratio       REAL NOT NULL,    -- median of serial time / parallel time
  low_ratio   REAL,             -- interval of the median; NULL below 6 rounds
  high_ratio  REAL,             -- its upper end
  level       REAL              -- the true confidence level of the interval
, sessions INTEGER /* the median and its interval are of the medians of so many sessions; NULL: of the rounds, within this run */) STRICT;
CREATE TABLE summary ( -- of the ok samples of a cell; derived: can be made anew from them
  cell_id     INTEGER PRIMARY KEY REFERENCES cell (id), -- its cell
  samples     INTEGER NOT NULL, -- how many
  min_ns      REAL NOT NULL,    -- least time per call; all below are of the time per call
  median_ns   REAL NOT NULL,    -- median
  mean_ns     REAL NOT NULL,    -- arithmetic mean
  max_ns      REAL NOT NULL,    -- greatest
  sd_ns       REAL,             -- standard deviation, with samples - 1; NULL below two
  deviation_ns REAL NOT NULL,   -- standard deviation, with samples, as the course's measure_time has it
  mad_ns      REAL NOT NULL,    -- median absolute deviation, unscaled
  low_ns      REAL,             -- interval of the median within this night; NULL below 6 samples
  high_ns     REAL,             -- its upper end
  level       REAL              -- the true confidence level of the interval
, value_ln REAL /* the night's value: ln of the median, the mean of it over sessions */, sessions INTEGER /* the median and its interval are of the medians of so many sessions; NULL: of the samples, within this run */) STRICT;
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
  method      INTEGER NOT NULL, last_ratio REAL /* level now / level before the last change - 1; effect_ratio is then against the accepted level. NULL: nothing has changed since that was accepted, or method < 4 */, moved TEXT /* of a confirmed change of a series: which parts of its time changed, in words */, phases TEXT /* the same as a JSON object: each part of a call's time, an array of its value before and since; the query moved reads it */, month_ratio REAL /* of a drift, on every night on which it goes on: the relative change in 30 nights */, -- version of the rule that said so
  PRIMARY KEY (run_id, measure, subject)
) STRICT, WITHOUT ROWID;
CREATE VIEW v_account AS
SELECT c.run_id, c.cell_id, c.series, c.planned,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'ok') + coalesce(k.ok, 0) AS ok,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'wrong')
         + coalesce(k.wrong, 0) AS wrong,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'failed')
         + coalesce(k.failed, 0) AS failed,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'timeout')
         + coalesce(k.timeout, 0) AS timeout,
       (SELECT count(*) FROM sample AS p
        WHERE p.cell_id = c.cell_id AND p.status = 'skipped')
         + coalesce(k.skipped, 0) AS skipped,
       c.planned - (SELECT count(*) FROM sample AS p WHERE p.cell_id = c.cell_id)
         - coalesce(k.ok + k.wrong + k.failed + k.timeout + k.skipped, 0) AS missing,
       coalesce(k.ok + k.wrong + k.failed + k.timeout + k.skipped, 0) AS thinned
FROM v_cell AS c
LEFT JOIN sketch AS k ON k.cell_id = c.cell_id;
CREATE VIEW v_account_run AS
SELECT r.id AS run_id, r.label, r.started_utc, r.status, count(*) AS cells,
       sum(a.planned) AS planned, sum(a.ok) AS ok, sum(a.wrong) AS wrong,
       sum(a.failed) AS failed, sum(a.timeout) AS timeout, sum(a.skipped) AS skipped,
       sum(a.missing) AS missing, sum(a.thinned) AS thinned
FROM run AS r
JOIN v_account AS a ON a.run_id = r.id
GROUP BY r.id
UNION ALL
SELECT r.id, r.label, r.started_utc, r.status, 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM run AS r
WHERE NOT EXISTS (SELECT 1 FROM v_cell AS c WHERE c.run_id = r.id);
CREATE VIEW v_accuracy AS
SELECT run_id, cell_id, series_id, series, curve,
       strategy, kernel, dtype, n, workers, chunks, placement,
       exact AS same_bits, accurate, error_ulp, bound
FROM v_cell
WHERE error_ulp IS NOT NULL;
CREATE VIEW v_cell AS
SELECT c.run_id, c.id AS cell_id, c.series_id,
       s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks, s.placement,
       s.series, s.curve,
       c.base_id, c.status, c.reason, c.planned, c.timeout_ms,
       c.cell_timeout_ms, c.warmups, c.settled, c.calls, c.open_ns, c.first_ns,
       c.reference, c.exact, c.bound, c.accurate, c.error_ulp, c.remeasured
FROM cell AS c
JOIN v_series AS s ON s.series_id = c.series_id;
CREATE VIEW v_cold AS
SELECT c.run_id, c.cell_id, c.series_id, c.series, c.curve,
       c.strategy, c.kernel, c.dtype, c.n, c.workers, c.chunks, c.placement,
       k.number, k.status, k.start_ns, k.open_ns, k.first_ns,
       k.open_ns + k.first_ns AS total_ns, k.reason
FROM cold AS k
JOIN v_cell AS c ON c.cell_id = k.cell_id;
CREATE VIEW v_contradiction AS
WITH account AS MATERIALIZED (SELECT * FROM v_account)
SELECT run_id, series, 'repeats do not add up to the planned ones' AS what
FROM account
WHERE planned <> ok + wrong + failed + timeout + skipped + missing OR missing < 0
UNION ALL
SELECT a.run_id, a.series, 'repeats are missing though the run has finished'
FROM account AS a
JOIN run AS r ON r.id = a.run_id
WHERE r.status = 'finished' AND a.missing > 0
UNION ALL
SELECT a.run_id, a.series, 'the cell is ''' || c.status || ''', its repeats are not'
FROM account AS a
JOIN cell AS c ON c.id = a.cell_id
WHERE c.status <> CASE WHEN a.wrong THEN 'wrong' WHEN a.failed THEN 'failed'
                       WHEN a.timeout THEN 'timeout'
                       WHEN a.skipped THEN 'skipped'
                       WHEN a.ok THEN 'ok' ELSE 'missing' END
UNION ALL
SELECT a.run_id, a.series, 'the summary counts other repeats than there are'
FROM account AS a
LEFT JOIN summary AS u ON u.cell_id = a.cell_id
WHERE coalesce(u.samples, 0) <> a.ok
UNION ALL
SELECT c.run_id, c.series, 'phases do not add up to the total'
FROM sample AS p
JOIN v_cell AS c ON c.cell_id = p.cell_id
WHERE p.total_ns <> p.spawn_ns + p.dispatch_ns + p.compute_ns + p.collect_ns
UNION ALL
SELECT a.run_id, a.series, 'repeats are thinned, and there are some'
FROM v_account AS a
WHERE a.thinned > 0
  AND EXISTS (SELECT 1 FROM sample AS p WHERE p.cell_id = a.cell_id);
CREATE VIEW v_control AS
SELECT run_id, name, count(*) AS samples,
       min(1.0 * total_ns / calls) AS min_ns,
       avg(1.0 * total_ns / calls) AS mean_ns,
       max(1.0 * total_ns / calls) AS max_ns
FROM control
GROUP BY run_id, name;
CREATE VIEW v_finding AS
WITH
  said AS ( -- verdicts, with what they say
    SELECT v.run_id, r.started_utc, r.machine_id, v.measure, v.subject, v.series_id,
           coalesce(s.sizes, v.subject) AS sizes, v.verdict,
           v.still, v.still_since_run_id,
           iif(v.still IS NOT NULL AND v.verdict <> 'suspect',
               'still ' || v.still, v.verdict) AS said,
           v.still IS NULL AND v.verdict IN ('no change seen', 'not enough nights',
                                             'another machine') AS quiet,
           CASE WHEN v.verdict = 'suspect' THEN 2 WHEN v.still IS NOT NULL THEN 0
                WHEN v.verdict = 'no change seen' THEN 8
                WHEN v.verdict = 'not enough nights' THEN 9
                WHEN v.verdict = 'another machine' THEN 9
                ELSE 1 END AS strength,
           CASE WHEN v.verdict = 'regressed' THEN 1 WHEN v.verdict = 'improved' THEN -1
                WHEN v.since_run_id IS NOT NULL OR v.still = 'drifting'
                  THEN iif(coalesce(v.last_ratio, v.effect_ratio) < 0, -1, 1)
                WHEN v.still = 'regressed' THEN 1 WHEN v.still = 'improved' THEN -1
                ELSE 0 END AS direction,
           coalesce(f.started_utc, t.started_utc) AS since_utc,
           coalesce(f.night, t.night) AS since_night,
           v.since_run_id IS NOT NULL AS is_new,
           -- of the likeliest change, and before method 4 also where an earlier one held
           v.verdict NOT IN ('no change seen', 'not enough nights')
             OR v.last_ratio IS NOT NULL AS counts,
           v.effect_ratio, v.low_ratio, v.high_ratio,
           v.last_ratio, v.month_ratio, v.p, v.visible_ratio, v.nights, v.reason,
           c.remeasured,
           CASE v.measure WHEN 'time' THEN v.series_id
                          WHEN 'relative' THEN b.series_id END AS base_series_id
    FROM verdict AS v
    JOIN run AS r ON r.id = v.run_id
    LEFT JOIN v_series AS s ON s.series_id = v.series_id
    LEFT JOIN run AS f ON f.id = v.since_run_id
    LEFT JOIN run AS t ON t.id = v.still_since_run_id
    LEFT JOIN cell AS c ON c.run_id = v.run_id AND c.series_id = v.series_id
    LEFT JOIN cell AS b ON b.id = c.base_id
  ),
  scored AS ( -- the less, the stronger
    SELECT *, iif(direction = 0, NULL, julianday(since_utc)) AS day,
           strength + 0.5 * coalesce(iif(strength IN (1, 2), p, 1), 1)
             + 1e-6 * (measure = 'relative') AS score,
           -- the night that confirmed the change
           iif(is_new, iif(verdict = 'suspect', NULL, run_id), (
               SELECT max(w.run_id) FROM verdict AS w
               WHERE w.measure = said.measure AND w.subject = said.subject
                 AND w.verdict IN ('regressed', 'improved', 'drifting', 'noisier')
                 AND w.verdict <> 'noisier'
                 AND w.since_run_id = said.still_since_run_id)) AS said_id
    FROM said
  ),
  with_base AS ( -- that change of serial which explains an opposite relative one
    SELECT *, min(iif(measure = 'time', strength, NULL))
                OVER (PARTITION BY run_id, base_series_id,
                                   iif(measure = 'relative', -direction, direction)
                      ORDER BY day RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)
                AS base_strength
    FROM scored
  ),
  explained AS (
    SELECT *, coalesce(measure = 'relative' AND direction <> 0
                         AND base_strength <= strength, 0) AS by_base
    FROM with_base
  ),
  with_best AS ( -- the best of one series
    SELECT *, min(iif(by_base, NULL, score))
                OVER (PARTITION BY run_id, sizes, series_id) AS best
    FROM explained
  ),
  with_best_alike AS ( -- the best of one series in one direction
    SELECT *, min(score) OVER (PARTITION BY run_id, sizes, series_id, direction
                               ORDER BY day RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)
                AS best_alike
    FROM with_best
  ),
  with_near AS ( -- the strongest near the mean over sizes, or near one of its series
    SELECT *, min(iif(series_id IS NULL, NULL, iif(by_base, base_strength, strength)))
                OVER near AS series_strength,
           min(iif(series_id IS NULL, strength, NULL)) OVER near AS mean_strength
    FROM with_best_alike
    WINDOW near AS (PARTITION BY run_id, sizes, direction
                    ORDER BY day RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)
  ),
  finding AS (
    SELECT f.run_id, f.started_utc, f.measure, f.subject, f.series_id,
           iif(f.direction <> 0 AND EXISTS (
                 SELECT 1 FROM mark AS m
                 CROSS JOIN run AS a ON a.id = m.run_id -- marks are few
                 LEFT JOIN v_series AS x ON x.series_id = m.series_id
                 WHERE m.kind = 'accepted' AND m.undone_utc IS NULL
                   AND (a.machine_id IS f.machine_id
                        OR EXISTS (SELECT 1 FROM v_same_machine AS same
                                   WHERE same.machine_id = f.machine_id
                                     AND same.other_id = a.machine_id))
                   AND a.started_utc BETWEEN f.since_utc AND f.started_utc
                   AND (m.series_id IS NULL OR x.series_id = f.series_id
                        OR (f.series_id IS NULL AND x.sizes = f.sizes))),
               'accepted', f.said) AS told,
           f.since_night AS since, f.since_utc,
           iif(f.counts, f.effect_ratio, NULL) AS effect_ratio,
           iif(f.counts, f.low_ratio, NULL) AS low_ratio,
           iif(f.counts, f.high_ratio, NULL) AS high_ratio,
           f.last_ratio, f.month_ratio, f.p, f.visible_ratio, f.nights,
           coalesce(f.reason, w.reason) AS reason, w.moved, w.phases,
           f.remeasured, f.verdict, f.still, f.quiet,
           f.counts AND abs(f.last_ratio - f.effect_ratio) > 0.0005 AS apart, f.is_new
    FROM with_near AS f
    LEFT JOIN verdict AS w ON w.run_id = f.said_id AND w.measure = f.measure
      AND w.subject = f.subject
    WHERE NOT f.by_base
      AND f.score = iif(f.quiet, f.best, f.best_alike)
      AND iif(f.measure = 'mean',
              NOT f.quiet AND (f.series_strength IS NULL OR f.series_strength > f.strength),
              f.strength <> 2 OR f.mean_strength IS NULL OR f.mean_strength > 1)
  ),
  worded AS (
    SELECT *, substr(subject, 1, instr(subject || '/', '/') - 1) AS strategy,
           substr(moved, 1, instr(moved, ' ') - 1) AS phase,
           printf('%020.9f', abs(coalesce(last_ratio, effect_ratio, 0))) || subject || measure
             AS size,
           -- in words: the effect with its interval, the last change if that is another,
           -- and why
           subject || CASE measure WHEN 'relative' THEN ' against serial'
                                   WHEN 'mean' THEN ' against serial, on average' ELSE '' END
             || iif(is_new AND apart,
                    printf(' %+.1f %% since %s, now', 100 * last_ratio, since), '')
             || iif(month_ratio IS NULL, '',
                    printf(' %+.1f %% a month,', 100 * month_ratio))
             || iif(told = 'noisier', ' noise', '')
             || iif(effect_ratio IS NULL, '', printf(' %+.1f %%', 100 * effect_ratio))
             || iif(low_ratio IS NULL, '',
                    printf(' [%+.1f, %+.1f]', 100 * low_ratio, 100 * high_ratio))
             || iif(apart, ' against the accepted level', '')
             || iif(is_new AND apart, '', coalesce(' since ' || since, ''))
             || iif(apart AND NOT is_new, printf(' (last change %+.1f %%)', 100 * last_ratio),
                    '')
             || coalesce(': ' || moved, '')
             || coalesce(iif(moved IS NULL, ': ', '; ') || reason, '') AS words,
           CASE told WHEN 'machine moved' THEN 0 WHEN 'regressed' THEN 1
                     WHEN 'drifting' THEN 1.5 WHEN 'suspect' THEN 2 WHEN 'not measured' THEN 3
                     WHEN 'improved' THEN 4 WHEN 'still regressed' THEN 6
                     WHEN 'still drifting' THEN 6.5
                     WHEN 'still improved' THEN 7 WHEN 'accepted' THEN 8
                     WHEN 'still not measured' THEN 9 WHEN 'new baseline' THEN 10
                     WHEN 'no change seen' THEN 11 WHEN 'not enough nights' THEN 12
                     WHEN 'another machine' THEN 13
                     ELSE 5 END AS place
    FROM finding
  )
SELECT run_id, started_utc, told, measure, subject, series_id, since, since_utc,
       effect_ratio, low_ratio, high_ratio, last_ratio, month_ratio, p, visible_ratio, nights,
       reason, moved, phases, remeasured, words, verdict, still, quiet, place,
       strategy, phase, count(*) OVER alike AS alike,
       size = max(size) OVER alike AS leads,
       iif(count(*) OVER alike > 1, count(*) OVER alike || ' of ' || strategy
             || coalesce(' by ' || phase, '') || ', most ', '') || words AS cause
FROM worded
WINDOW alike AS (PARTITION BY run_id, told, strategy, phase,
                              iif(told LIKE 'not %', reason, NULL),
                              iif(told LIKE 'still %', since, NULL));
CREATE VIEW v_history AS
SELECT machine_id, min(other_id) AS history_id
FROM v_same_machine
GROUP BY machine_id;
CREATE VIEW v_last_run AS
SELECT id AS run_id FROM run
WHERE started_utc <= (SELECT latest_utc FROM v_now)
   OR NOT EXISTS (SELECT 1 FROM run
                  WHERE started_utc <= (SELECT latest_utc FROM v_now))
ORDER BY started_utc DESC, id DESC LIMIT 1;
CREATE VIEW v_measure_time AS
SELECT c.run_id, c.cell_id, c.series, c.curve,
       c.strategy, c.kernel, c.dtype, c.workers, c.chunks,
       u.mean_ns * 1e-9 AS average,
       u.deviation_ns * 1e-9 AS deviation,
       u.min_ns * 1e-9 AS min_exec,
       u.max_ns * 1e-9 AS max_exec,
       u.samples AS repeat,
       c.calls AS number,
       u.mean_ns * u.samples * 1e-9 AS ttime,
       c.n AS size
FROM summary AS u
JOIN v_cell AS c ON c.cell_id = u.cell_id;
CREATE VIEW v_night AS
SELECT r.id AS run_id, r.machine_id, r.started_utc, r.night AS date
FROM run AS r
WHERE r.status = 'finished'
  AND +r.started_utc <= (SELECT latest_utc FROM v_now)
  AND r.id NOT IN (SELECT m.run_id FROM mark AS m
                   WHERE m.kind = 'excluded' AND m.undone_utc IS NULL)
  AND NOT EXISTS (
    SELECT 1
    FROM v_same_machine AS s
    CROSS JOIN run AS later ON later.machine_id IS s.other_id
    WHERE s.machine_id IS r.machine_id AND later.status = 'finished'
      AND later.started_utc >= r.started_utc
      AND later.started_utc < date(r.started_utc, '+3 days')
      AND +later.started_utc <= (SELECT latest_utc FROM v_now)
      AND later.night = r.night
      AND (later.started_utc > r.started_utc OR later.id > r.id)
      AND later.id NOT IN (SELECT m.run_id FROM mark AS m
                           WHERE m.kind = 'excluded' AND m.undone_utc IS NULL));
CREATE VIEW v_night_until AS
SELECT t.id AS until_id, r.id AS run_id, r.started_utc, r.night AS date,
       CAST(strftime('%s', r.started_utc) AS INTEGER) AS started_s
FROM run AS t
CROSS JOIN v_same_machine AS s ON s.machine_id IS t.machine_id
CROSS JOIN run AS r ON r.machine_id IS s.other_id
  AND r.started_utc <= t.started_utc
WHERE r.id = t.id
   OR (r.started_utc < t.started_utc AND r.night <> t.night
       AND EXISTS (SELECT 1 FROM v_night AS n
                   WHERE n.machine_id IS r.machine_id
                     AND n.started_utc = r.started_utc AND +n.run_id = r.id));
CREATE VIEW v_now AS
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now') AS now_utc,
       strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 hour') AS latest_utc;
CREATE VIEW v_same_machine AS
WITH RECURSIVE
  sized AS ( -- with the machine that has the next smaller memory
    SELECT *, coalesce(10 * lag(memory_bytes) OVER model < 9 * memory_bytes, 0)
                AS begins
    FROM machine
    WINDOW model AS (PARTITION BY cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
                                  l2_bytes, l3_bytes
                     ORDER BY memory_bytes)
  ),
  stretch AS (
    SELECT *, sum(begins) OVER (PARTITION BY cpu_model, architecture, cpus, numa_nodes,
                                             l1d_bytes, l2_bytes, l3_bytes
                                ORDER BY memory_bytes) AS number
    FROM sized
  ),
  grouped (machine_id, group_id) AS MATERIALIZED (
    -- other keys with the same memory alone are no reason to join them
    SELECT id, iif(min(memory_bytes) OVER alike < max(memory_bytes) OVER alike,
                   min(id) OVER alike, id)
    FROM stretch
    WINDOW alike AS (PARTITION BY cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
                                  l2_bytes, l3_bytes, number)
  ),
  told (group_id, other_id) AS (
    SELECT a.group_id, b.group_id
    FROM mark AS m
    JOIN run AS r ON r.id = m.run_id
    JOIN machine AS o ON o.key = m.machine_key
    JOIN grouped AS a ON a.machine_id = r.machine_id
    JOIN grouped AS b ON b.machine_id = o.id
    WHERE m.kind = 'same machine' AND m.undone_utc IS NULL
  ),
  either (group_id, other_id) AS MATERIALIZED (
    SELECT group_id, other_id FROM told
    UNION
    SELECT other_id, group_id FROM told
  ),
  same (group_id, other_id) AS (
    SELECT group_id, group_id FROM grouped
    UNION
    SELECT s.group_id, e.other_id
    FROM same AS s
    JOIN either AS e ON e.group_id = s.other_id
  )
SELECT a.machine_id, b.machine_id AS other_id
FROM grouped AS a
JOIN same AS s ON s.group_id = a.group_id
JOIN grouped AS b ON b.group_id = s.other_id
UNION ALL
SELECT NULL, NULL;
CREATE VIEW v_sample AS
SELECT r.id AS run_id, r.uuid AS run_uuid, r.label AS run_label,
       r.started_utc AS run_started_utc, r.machine_id,
       m.key AS machine, m.cpu_model,
       c.id AS cell_id, c.series_id,
       s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks, s.placement,
       p.status, p.reason,
       p.repeat * (r.sessions + (c.remeasured IS NOT NULL)) / c.planned AS session,
       p.round, p.repeat, c.calls,
       p.start_ns, p.total_ns,
       p.spawn_ns, p.dispatch_ns, p.compute_ns, p.collect_ns,
       p.skew_ns, p.mark_every, p.active,
       p.sent_bytes, p.received_bytes,
       p.waits, p.preemptions, p.faults, p.cpu, p.moved,
       p.instructions, p.cycles, p.cache_misses,
       iif(p.result_bits = c.reference_bits, c.reference, p.result) AS result,
       p.result_bits
FROM sample AS p
JOIN cell AS c ON c.id = p.cell_id
JOIN series AS s ON s.id = c.series_id
JOIN run AS r ON r.id = c.run_id
LEFT JOIN machine AS m ON m.id = r.machine_id;
CREATE VIEW v_series AS
SELECT id AS series_id, strategy, kernel, dtype, n, workers, chunks, placement,
       strategy || '/' || kernel || '/' || dtype || '/' || n || '/'
         || workers || 'x' || chunks
         || iif(placement = 'free', '', '/' || placement) AS series,
       strategy || '/' || kernel
         || iif(dtype = 'f64', '', '/' || dtype)
         || iif(workers * chunks = 1, '', ' ' || workers || 'x' || chunks)
         || iif(placement = 'free', '', ' ' || placement) AS curve,
       strategy || '/' || kernel || '/' || dtype || '/*/' || workers || 'x' || chunks
         || iif(placement = 'free', '', '/' || placement) AS sizes
FROM series;
CREATE VIEW v_speedup AS
SELECT c.run_id, c.cell_id, c.series_id, c.series, c.curve,
       c.strategy, c.kernel, c.dtype, c.n, c.workers, c.chunks, c.placement,
       b.series AS base, b.strategy || '/' || b.kernel AS base_curve,
       ub.median_ns AS base_median_ns,
       u.median_ns AS median_ns,
       x.rounds, x.ratio AS speedup_ratio,
       x.low_ratio AS low_speedup_ratio, x.high_ratio AS high_speedup_ratio,
       x.level, x.sessions,
       iif(x.level IS NULL, NULL, coalesce(x.sessions || ' sessions',
                                    'rounds within this run')) AS interval_over,
       x.ratio / c.workers AS efficiency_ratio
FROM speedup AS x
JOIN v_cell AS c ON c.cell_id = x.cell_id
JOIN v_cell AS b ON b.cell_id = x.base_id
JOIN summary AS u ON u.cell_id = x.cell_id
JOIN summary AS ub ON ub.cell_id = x.base_id;
CREATE VIEW v_summary AS
SELECT c.run_id, c.cell_id, c.series_id, c.series, c.curve,
       c.strategy, c.kernel, c.dtype, c.n, c.workers, c.chunks, c.placement,
       c.status, c.planned, c.calls,
       coalesce(u.samples, 0) AS samples,
       u.min_ns, u.median_ns, u.mean_ns, u.sd_ns, u.max_ns, u.mad_ns,
       u.low_ns, u.high_ns, u.level, u.sessions,
       iif(u.level IS NULL, NULL, coalesce(u.sessions || ' sessions',
                                    'repeats within this run')) AS interval_over
FROM v_cell AS c
LEFT JOIN summary AS u ON u.cell_id = c.cell_id;
CREATE VIEW v_verdict AS
SELECT v.run_id, r.started_utc, r.label, v.measure, v.subject, v.series_id,
       v.verdict, s.started_utc AS since_utc, s.night AS since_night, v.effect_ratio, v.low_ratio,
       v.high_ratio, v.p, v.visible_ratio, v.visible7_ratio, v.nights, v.still,
       t.started_utc AS still_since_utc, t.night AS still_since_night, v.reason, v.method,
       c.remeasured, v.last_ratio, v.month_ratio, v.moved, v.phases
FROM verdict AS v
JOIN run AS r ON r.id = v.run_id
LEFT JOIN run AS s ON s.id = v.since_run_id
LEFT JOIN run AS t ON t.id = v.still_since_run_id
LEFT JOIN cell AS c ON c.run_id = v.run_id AND c.series_id = v.series_id;
