-- The nights of the machine that recorded last, newest first: the day since 1970,
-- the start of the day's last finished run (s since 1970), and the id of that run.
-- (v_night would leave out excluded runs, which count here.)
SELECT CAST(strftime('%s', date(started_utc)) AS INTEGER) / 86400,
       CAST(strftime('%s', max(started_utc)) AS INTEGER), id
FROM run
JOIN v_same_machine AS s ON s.other_id IS run.machine_id
WHERE status = 'finished' AND external IS NULL
  AND s.machine_id IS (SELECT machine_id FROM run
                       WHERE external IS NULL
                       ORDER BY started_utc DESC, id DESC LIMIT 1)
GROUP BY date(started_utc)
ORDER BY 1 DESC
LIMIT :limit;
