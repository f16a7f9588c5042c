-- One row per run and night up to it: the nights of the dates before it on its
-- machine, and the run itself, whatever came of it and of that date later.
CREATE VIEW v_night_until AS
SELECT t.id AS until_id, n.run_id, n.started_utc, n.date,
       CAST(strftime('%s', n.started_utc) AS INTEGER) AS started_s
FROM run AS t
CROSS JOIN v_night AS n ON n.machine_id IS t.machine_id
  AND n.started_utc < date(t.started_utc)
UNION ALL
SELECT t.id, t.id, t.started_utc, date(t.started_utc),
       CAST(strftime('%s', t.started_utc) AS INTEGER)
FROM run AS t;
