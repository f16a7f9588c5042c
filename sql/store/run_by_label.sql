-- The newest run of a label; one that is dated in the future only if there is no other.
SELECT id FROM run
WHERE label = :label
ORDER BY started_utc > (SELECT latest_utc FROM v_now), started_utc DESC, id DESC
LIMIT 1;
