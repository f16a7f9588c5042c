-- Finished runs that no verdict will use again: each of their series has been measured
-- on at least :window (and :keep) later nights of its history (v_history). Oldest first: id,
-- start, number of repeats.
WITH window AS ( -- its first night, per series and history
  SELECT series_id, history_id, started_utc, date
  FROM (SELECT c.series_id, h.history_id, n.started_utc, n.date,
               row_number() OVER (PARTITION BY c.series_id, h.history_id
                                  ORDER BY n.started_utc DESC) AS back
        FROM v_night AS n
        JOIN v_history AS h ON h.machine_id IS n.machine_id
        CROSS JOIN cell AS c ON c.run_id = n.run_id
        JOIN summary AS u ON u.cell_id = c.id)
  WHERE back = max(:window, coalesce(:keep, 0))
)
SELECT r.id, r.started_utc,
       (SELECT count(*) FROM cell AS c JOIN sample AS p ON p.cell_id = c.id
        WHERE c.run_id = r.id)
FROM run AS r
JOIN cell AS c ON c.run_id = r.id
JOIN summary AS u ON u.cell_id = c.id
JOIN v_history AS h ON h.machine_id IS r.machine_id
LEFT JOIN window AS w ON w.series_id = c.series_id
  AND w.history_id IS h.history_id
  AND r.started_utc < w.started_utc AND r.night <> w.date
WHERE r.status = 'finished' AND r.content_hash IS NULL
  AND (:days IS NULL
       OR r.started_utc < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', now_utc,
                                           '-' || :days || ' days') FROM v_now))
GROUP BY r.id
HAVING count(*) = count(w.date)
ORDER BY r.started_utc, r.id;
