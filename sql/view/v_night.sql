-- One row per night: the last finished run of a local date on a machine
-- (v_same_machine) that nobody has excluded; in the same second, the one that was
-- stored last.
-- (Not GROUP BY: so a query can ask for the latest nights, and read no others. Runs
-- of one local date start at most 50 hours apart. The +: an index on what is true of
-- nearly all runs would lead through all of them.)
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
