-- One row per run and night up to it: the earlier nights of other dates on its
-- machine, and the run itself, whatever came of it and of its date later.
-- (Not UNION ALL: it would be made for all runs where it is joined with one. The
-- +: in the index, not in the row of the run, which is pages long.)
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
