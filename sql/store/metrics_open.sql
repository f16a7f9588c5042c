-- How many findings of a night are slower than the accepted level; see
-- metrics_regressions.sql.
SELECT (SELECT count(*) FROM v_finding AS f
        WHERE f.run_id = r.id
          AND (told IN ('regressed', 'still regressed')
               OR (told IN ('drifting', 'still drifting')
                   AND coalesce(last_ratio, effect_ratio) > 0)))
FROM run AS r
WHERE r.id = :run_id;
