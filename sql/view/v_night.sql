-- One row per night: the last finished run of a date (UTC) on a machine
-- (v_same_machine) that nobody has excluded.
-- (Not GROUP BY: so a query can ask for the latest nights, and read no others.)
CREATE VIEW v_night AS
SELECT r.id AS run_id, r.machine_id, r.started_utc, date(r.started_utc) AS date
FROM run AS r
WHERE r.status = 'finished'
  AND r.id NOT IN (SELECT m.run_id FROM mark AS m
                   WHERE m.kind = 'excluded' AND m.undone_utc IS NULL)
  AND NOT EXISTS (
    SELECT 1
    FROM v_same_machine AS s
    CROSS JOIN run AS later ON later.machine_id IS s.other_id
    WHERE s.machine_id IS r.machine_id AND later.status = 'finished'
      AND later.started_utc >= r.started_utc
      AND later.started_utc < date(r.started_utc, '+1 day')
      AND (later.started_utc > r.started_utc OR later.id > r.id)
      AND later.id NOT IN (SELECT m.run_id FROM mark AS m
                           WHERE m.kind = 'excluded' AND m.undone_utc IS NULL));
