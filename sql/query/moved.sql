-- One row per confirmed change of a series on a night and part of its time per call (total, spawn, dispatch, compute, collect; bytes; cold start, if that changed): before and since, the latest night first. Empty where no change was confirmed. Parameters: run=RUN.
SELECT v.run_id, v.started_utc, v.measure, v.subject, v.verdict,
       v.since_night AS since, e.key AS part, e.value ->> 0 AS before,
       e.value ->> 1 AS after, (e.value ->> 1) - (e.value ->> 0) AS change,
       ((e.value ->> 1) - (e.value ->> 0))
         / ((v.phases ->> '$.total_ns[1]') - (v.phases ->> '$.total_ns[0]'))
         AS share_of_total
FROM v_verdict AS v
JOIN json_each(iif(json_valid(v.phases), v.phases, '{}')) AS e
WHERE v.phases IS NOT NULL AND e.type = 'array'
  -- not v.run_id = coalesce(:run, v.run_id), for which no index serves
  AND v.run_id BETWEEN coalesce(:run, 0) AND coalesce(:run, 9223372036854775807)
ORDER BY v.started_utc DESC, v.measure DESC, v.subject, e.id;
