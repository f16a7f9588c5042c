SELECT id FROM run
WHERE status <> 'finished' AND plan_hash = :plan_hash
  AND CAST(strftime('%s', started_utc) AS INTEGER) >= :since_s
ORDER BY id DESC
LIMIT 1;
