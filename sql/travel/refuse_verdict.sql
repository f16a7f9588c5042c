-- A row if the verdict cannot be inserted: the reason, and 1 if a different verdict is
-- already stored, else 0.
SELECT 'the run ' || missing || ', since when a verdict of run ' || :run
       || ' counts, is not in the database; take that run along',
       0
FROM (SELECT :since AS missing UNION SELECT :still_since)
WHERE missing IS NOT NULL AND NOT EXISTS (SELECT 1 FROM run WHERE uuid = missing)
UNION ALL
SELECT 'run ' || :run || ' has another verdict on the ' || :measure || ' of '
       || :subject || ' here: ''' || v.verdict || ''', not ''' || :verdict
       || ''', or by other numbers',
       1
FROM verdict AS v
LEFT JOIN run AS f ON f.id = v.since_run_id
LEFT JOIN run AS t ON t.id = v.still_since_run_id
WHERE v.run_id = :run_id AND v.measure = :measure AND v.subject = :subject
  AND (v.verdict, f.uuid, v.effect_ratio, v.low_ratio, v.high_ratio, v.p,
       v.visible_ratio, v.visible7_ratio, v.nights, v.still, t.uuid, v.reason,
       v.method, v.last_ratio, v.month_ratio, v.moved, v.phases)
      IS NOT (:verdict, :since, :effect_ratio, :low_ratio, :high_ratio, :p,
              :visible_ratio, :visible7_ratio, :nights, :still, :still_since,
              :reason, :method, :last_ratio, :month_ratio, :moved,
              :phases);
