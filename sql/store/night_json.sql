SELECT json_object(
  'exit_code', :code, 'line', :line, 'report', :report,
  'run', r.id, 'uuid', r.uuid, 'started_utc', r.started_utc,
  'night', r.night,
  'status', r.status, 'disturbed', r.noisy, 'planned', a.planned, 'ok', a.ok,
  'wrong', a.wrong, 'failed', a.failed, 'timeout', a.timeout,
  'skipped', a.skipped, 'missing', a.missing,
  'verdicts', json((
    SELECT json_group_array(json_object(
             'verdict', v.verdict, 'measure', v.measure, 'subject', v.subject,
             'effect_ratio', v.effect_ratio, 'since_utc', v.since_utc, 'p', v.p,
             'reason', v.reason, 'remeasured', v.remeasured))
    FROM v_verdict AS v
    WHERE v.run_id = r.id AND v.verdict <> 'no change seen'
      AND v.verdict <> 'not enough nights')),
  'remeasured', json((
    SELECT json_group_array(json_object('series', c.series, 'why', c.remeasured))
    FROM v_cell AS c
    WHERE c.run_id = r.id AND c.remeasured IS NOT NULL)))
FROM (SELECT :run_id AS id) AS asked
LEFT JOIN run AS r ON r.id = asked.id
LEFT JOIN v_account_run AS a ON a.run_id = r.id;
