-- The newest run of a plan on this machine, if it has not finished and belongs to this
-- night: it is of its date, or an evening's run that goes on after midnight. A run that
-- died before the machine was probed, or whose machine was changed without a reboot, is
-- recognised by the boot id of its owner.
SELECT id
FROM (SELECT r.id, r.status
      FROM run AS r
      LEFT JOIN machine AS m ON m.id = r.machine_id
      WHERE r.plan_hash = :plan_hash AND r.external IS NULL
        AND (r.night = :night
             OR CAST(strftime('%s', r.started_utc) AS INTEGER) >= :since_s)
        AND r.started_utc <= (SELECT latest_utc FROM v_now)
        AND (m.id IS NULL OR m.key = :machine_key
             OR substr(r.owner, 1, instr(r.owner, ' '))
                  = substr(:owner, 1, instr(:owner, ' ')))
      ORDER BY r.started_utc DESC, r.id DESC
      LIMIT 1)
WHERE status <> 'finished';
