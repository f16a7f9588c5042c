-- The nights of the machine that recorded last, newest first: the days from 1970 to its
-- date; of the date's last finished run the start (s since 1970) and local time - UTC.
-- (v_night would leave out excluded runs, which count here.)
SELECT CAST(strftime('%s', night) AS INTEGER) / 86400,
       CAST(strftime('%s', max(started_utc)) AS INTEGER), coalesce(utc_offset_s, 0)
FROM run
JOIN v_same_machine AS s ON s.other_id IS run.machine_id
WHERE status = 'finished' AND external IS NULL
  AND started_utc <= (SELECT latest_utc FROM v_now)
  AND s.machine_id IS (SELECT machine_id FROM run
                       WHERE external IS NULL
                         AND started_utc <= (SELECT latest_utc FROM v_now)
                       ORDER BY started_utc DESC, id DESC LIMIT 1)
GROUP BY night
ORDER BY 2 DESC
LIMIT :limit;
