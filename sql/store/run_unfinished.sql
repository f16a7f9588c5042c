-- The newest run of a plan on this machine that has not finished and belongs to this
-- night: it is of its date, or an evening's run that goes on after midnight. A finished
-- run takes its place only if it is the later one by its number, too: the clock may have
-- been set back. A run that died before the machine was probed, or whose machine was
-- changed without a reboot, is recognised by the boot id of its owner.
WITH
  tonight AS (
    SELECT r.id, r.status, r.started_utc
    FROM run AS r
    LEFT JOIN machine AS m ON m.id = r.machine_id
    WHERE r.plan_hash = :plan_hash AND r.external IS NULL
      AND (r.night = :night
           OR CAST(strftime('%s', r.started_utc) AS INTEGER) >= :since_s)
      AND r.started_utc <= (SELECT latest_utc FROM v_now)
      AND (m.id IS NULL OR m.key = :machine_key
           OR substr(r.owner, 1, instr(r.owner, ' '))
                = substr(:owner, 1, instr(:owner, ' ')))
  )
SELECT t.id
FROM tonight AS t
WHERE t.status <> 'finished'
  AND NOT EXISTS (SELECT 1 FROM tonight AS f
                  WHERE f.status = 'finished' AND f.id > t.id
                    AND f.started_utc >= t.started_utc)
ORDER BY t.started_utc DESC, t.id DESC
LIMIT 1;
