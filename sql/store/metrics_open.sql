-- How many findings of a night are slower than the accepted level; see
-- metrics_regressions.sql.
SELECT (SELECT count(*) FROM v_finding
        WHERE run_id = :run_id
          AND (told IN ('regressed', 'still regressed')
               OR (told IN ('drifting', 'still drifting')
                   AND coalesce(last_ratio, effect_ratio) > 0)))
FROM run
WHERE id = :run_id;
