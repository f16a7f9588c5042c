-- Finished runs that lie before the window of verdicts, with all their series:
-- more than :window nights (and more than :keep) of each have come since, on
-- that machine. Oldest first: id, when it was started, repeats.
WITH night AS (
  SELECT c.run_id,
         dense_rank() OVER (PARTITION BY c.series_id, r.machine_id
                            ORDER BY date(r.started_utc) DESC) AS night
  FROM cell AS c
  JOIN summary AS u ON u.cell_id = c.id
  JOIN run AS r ON r.id = c.run_id
  WHERE r.status = 'finished'
)
SELECT r.id, r.started_utc,
       (SELECT count(*) FROM cell AS c JOIN sample AS p ON p.cell_id = c.id
        WHERE c.run_id = r.id)
FROM run AS r
JOIN night ON night.run_id = r.id
WHERE r.content_hash IS NULL
  AND (:days IS NULL
       OR r.started_utc < strftime('%Y-%m-%dT%H:%M:%SZ', :now, '-' || :days || ' days'))
GROUP BY r.id
HAVING min(night.night) > max(:window, coalesce(:keep, 0))
ORDER BY r.started_utc, r.id;
