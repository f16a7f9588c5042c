-- What verdicts are given by.

-- A mark of the kind 'same machine' joins two histories (v_same_machine).
ALTER TABLE mark ADD COLUMN
  machine_key TEXT /* of a mark of the kind 'same machine': the key of the older machine whose history the machine of the run continues; else NULL */;

-- Nights by the local date of the machine, and a machine for each imported source.

ALTER TABLE run ADD COLUMN
  utc_offset_s INTEGER /* local time minus UTC when it was started; NULL: not recorded, counts as 0 */ CHECK (utc_offset_s BETWEEN -86400 AND 86400);
ALTER TABLE run ADD COLUMN
  night TEXT AS (/* the local date of its start */ date(started_utc, coalesce(utc_offset_s, 0) || ' seconds')) VIRTUAL;

-- what makes a run a night stands in it, so that the rows, pages long, need not be read
DROP INDEX run_by_time;
CREATE INDEX run_by_time ON run (machine_id, started_utc, status, utc_offset_s);

-- All imported tables shared one machine, so that one hid the nights of another.
ALTER TABLE run ADD COLUMN
  origin TEXT /* the source whose history an imported run belongs to; NULL: that of all imports before schema 7, or not imported */;
ALTER TABLE machine ADD COLUMN
  travel_key TEXT AS (/* its key in exports and hashes, where imported sources share one */ iif(key GLOB 'external *', 'external', key)) VIRTUAL;

-- Files that have a date in common become sources of their own.
WITH imported AS (
  SELECT r.external, r.night
  FROM machine AS m
  JOIN run AS r ON r.machine_id = m.id
  WHERE m.key = 'external' AND r.external IS NOT NULL
)
UPDATE run
SET origin = external
WHERE external IN (SELECT external FROM imported
                   WHERE night IN (SELECT night FROM imported
                                   GROUP BY night
                                   HAVING count(DISTINCT external) > 1));

INSERT INTO machine (key, cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
                     l2_bytes, l3_bytes, memory_bytes)
SELECT DISTINCT 'external ' || r.origin, m.cpu_model, m.architecture, m.cpus,
       m.numa_nodes, m.l1d_bytes, m.l2_bytes, m.l3_bytes, m.memory_bytes
FROM run AS r
JOIN machine AS m ON m.id = r.machine_id
WHERE r.origin IS NOT NULL;

UPDATE run
SET machine_id = (SELECT id FROM machine WHERE key = 'external ' || run.origin)
WHERE origin IS NOT NULL;

-- Why a series changed, and against what a change counts.

ALTER TABLE verdict ADD COLUMN
  last_ratio REAL /* level now / level before the last change - 1; effect_ratio is then against the accepted level. NULL: nothing has changed since that was accepted, or method < 4 */;
ALTER TABLE verdict ADD COLUMN
  moved TEXT /* of a confirmed change of a series: which parts of its time changed, in words */;
ALTER TABLE verdict ADD COLUMN
  phases TEXT /* the same as a JSON object: each part of a call's time, an array of its value before and since; the query moved reads it */;
ALTER TABLE verdict ADD COLUMN
  month_ratio REAL /* of a drift, on every night on which it goes on: the relative change in 30 nights */;

-- with the words that begin a level since method 4
DROP INDEX verdict_confirmed;
CREATE INDEX verdict_confirmed ON verdict (measure, subject, run_id)
WHERE verdict IN ('regressed', 'improved', 'drifting', 'noisier');
