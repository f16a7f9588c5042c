-- One row per outcome: how many repeats of a run have it.
SELECT o.outcome,
       CASE o.outcome WHEN 'ok' THEN a.ok WHEN 'wrong' THEN a.wrong
                      WHEN 'failed' THEN a.failed WHEN 'timeout' THEN a.timeout
                      WHEN 'skipped' THEN a.skipped ELSE a.missing END
FROM v_account_run AS a
CROSS JOIN (SELECT 'ok' AS outcome UNION ALL SELECT 'wrong' UNION ALL SELECT 'failed'
            UNION ALL SELECT 'timeout' UNION ALL SELECT 'skipped'
            UNION ALL SELECT 'missing') AS o
WHERE a.run_id = :run_id;
