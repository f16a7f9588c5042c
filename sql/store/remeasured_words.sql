-- One row per outcome of measuring suspicious series of a run again: the number of
-- series, and the outcome.
WITH again AS (
  SELECT max(CASE v.verdict WHEN 'regressed' THEN 5 WHEN 'drifting' THEN 4
                            WHEN 'improved' THEN 3 WHEN 'noisier' THEN 2
                            WHEN 'suspect' THEN 1 ELSE 0 END) AS worst
  FROM cell AS c
  JOIN verdict AS v ON v.run_id = c.run_id AND v.series_id = c.series_id
  WHERE c.run_id = :run_id AND c.remeasured <> 'base'
  GROUP BY c.id
)
SELECT count(*), CASE worst WHEN 5 THEN 'regressed' WHEN 4 THEN 'drifting'
                            WHEN 3 THEN 'improved' WHEN 2 THEN 'noisier'
                            WHEN 1 THEN 'still suspect' ELSE 'cleared' END
FROM again
GROUP BY worst
ORDER BY worst;
