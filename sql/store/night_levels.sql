-- One row per change of level on the machine of a run: the measure, the subject ('' for all),
-- the verdict or 'accepted', and the start of the level; verdicts in the order of their
-- nights.
-- (CROSS JOIN and the +: the confirmed changes are few, and have an index of their own;
-- by the machine's runs, all verdicts would be read.)
WITH machine AS (
  SELECT other_id FROM v_same_machine
  WHERE machine_id IS (SELECT machine_id FROM run WHERE id = :run_id)
)
SELECT v.measure AS measure, v.subject AS subject, v.verdict AS how,
       s.started_utc AS start_utc, s.id AS start_id, r.started_utc AS said_utc
FROM verdict AS v
CROSS JOIN run AS r ON r.id = v.run_id
JOIN run AS s ON s.id = v.since_run_id
JOIN machine ON machine.other_id IS +r.machine_id
WHERE r.started_utc < :until_utc
  AND v.verdict IN ('regressed', 'improved', 'drifting', 'noisier')
UNION ALL
SELECT '', coalesce(c.series, ''), 'accepted', r.started_utc, r.id, r.started_utc
FROM mark AS m
JOIN run AS r ON r.id = m.run_id
JOIN machine ON machine.other_id IS r.machine_id
LEFT JOIN v_series AS c ON c.series_id = m.series_id
WHERE m.kind = 'accepted' AND m.undone_utc IS NULL
  AND r.started_utc <= :until_utc
ORDER BY said_utc, start_utc, start_id;
