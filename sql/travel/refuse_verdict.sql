-- A row, of one text, where the verdict cannot be put: why.
SELECT 'the run ' || :since || ', since when a verdict of run ' || :run
       || ' counts, is not in the database; take that run along'
WHERE :since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM run WHERE uuid = :since)
UNION ALL
SELECT 'run ' || :run || ' has another verdict on ' || :strategy || '/' || :kernel
       || '/' || :dtype || '/' || :n || '/' || :workers || 'x' || :chunks
       || ' here: ''' || v.verdict || ''', not ''' || :verdict
       || ''', or by other numbers'
FROM verdict AS v
JOIN series AS s ON s.id = v.series_id
LEFT JOIN run AS f ON f.id = v.since_run_id
WHERE v.run_id = :run_id
  AND (s.strategy, s.kernel, s.dtype, s.n, s.workers, s.chunks, s.placement)
      = (:strategy, :kernel, :dtype, :n, :workers, :chunks, :placement)
  AND (v.verdict, f.uuid, v.effect_ratio, v.low_ratio, v.high_ratio, v.p,
       v.visible_ratio, v.method)
      IS NOT (:verdict, :since, :effect_ratio, :low_ratio, :high_ratio, :p,
              :visible_ratio, :method);
