-- One row per night up to run :run_id, the latest first: its run, whether that has
-- verdicts, and its local date.
SELECT r.id, r.uuid, r.started_utc,
       EXISTS (SELECT 1 FROM verdict AS v WHERE v.run_id = r.id),
       coalesce(r.night, '')
FROM (SELECT run_id FROM v_night_until
      WHERE until_id = :run_id
      ORDER BY started_utc DESC
      LIMIT :nights) AS n
JOIN run AS r ON r.id = n.run_id
ORDER BY r.started_utc DESC;
