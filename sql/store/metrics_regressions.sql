-- One row per finding of a night that is slower than the accepted level, whether it was
-- confirmed tonight or before: its effect against that level, and since when.
SELECT subject, measure, told AS verdict, coalesce(since, '') AS since, effect_ratio
FROM v_finding
WHERE run_id = :run_id
  AND (told IN ('regressed', 'still regressed')
       OR (told IN ('drifting', 'still drifting')
           AND coalesce(last_ratio, effect_ratio) > 0))
  AND effect_ratio IS NOT NULL
ORDER BY effect_ratio DESC, subject, measure;
