-- The run of the night that was judged last on the machine of a run (v_same_machine), else of the last
-- run; no row if there is none.
SELECT r.id
FROM run AS a
CROSS JOIN v_same_machine AS s ON s.machine_id IS a.machine_id
CROSS JOIN run AS r ON r.machine_id IS s.other_id
WHERE a.id = coalesce(:run_id, (SELECT run_id FROM v_last_run))
  AND r.started_utc <= (SELECT latest_utc FROM v_now)
  AND EXISTS (SELECT 1 FROM verdict AS v WHERE v.run_id = r.id)
ORDER BY r.started_utc DESC, r.id DESC LIMIT 1;
