-- The newest run that dotrec recorded, here or elsewhere; the start of the newest
-- good run (finished, with all its cells ok); and whether the newest run has no
-- cells, because it ended or still is between writing its row and its cells.
SELECT r.id, r.started_utc, r.status, r.label,
       (SELECT g.started_utc FROM run AS g
        WHERE g.external IS NULL AND g.status = 'finished'
          AND g.started_utc <= (SELECT latest_utc FROM v_now)
          AND NOT EXISTS (SELECT 1 FROM cell AS c
                          WHERE c.run_id = g.id AND c.status <> 'ok')
          AND EXISTS (SELECT 1 FROM cell AS c WHERE c.run_id = g.id)
        ORDER BY g.started_utc DESC LIMIT 1),
       NOT EXISTS (SELECT 1 FROM cell AS c WHERE c.run_id = r.id)
FROM run AS r
WHERE r.external IS NULL AND r.started_utc <= (SELECT latest_utc FROM v_now)
ORDER BY r.started_utc DESC, r.id DESC
LIMIT 1;
