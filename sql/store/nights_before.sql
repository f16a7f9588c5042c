-- One row per night on the machine of run :run_id, up to that run: the last
-- finished run of a date that nobody has excluded. The latest come first.
SELECT r.id, r.uuid, max(r.started_utc),
       EXISTS (SELECT 1 FROM verdict AS v WHERE v.run_id = r.id)
FROM run AS this
JOIN run AS r ON r.machine_id = this.machine_id
WHERE this.id = :run_id
  AND (r.id = this.id
       OR r.status = 'finished'
       AND (r.started_utc < this.started_utc
            OR r.started_utc = this.started_utc AND r.id < this.id)
       AND NOT EXISTS (SELECT 1 FROM mark AS m
                       WHERE m.run_id = r.id AND m.kind = 'excluded'
                         AND m.undone_utc IS NULL))
GROUP BY date(r.started_utc)
ORDER BY r.started_utc DESC, r.id DESC
LIMIT :nights;
