SELECT json_object(
  'exit_code', :code, 'line', :line, 'report', :report,
  'run', r.id, 'uuid', r.uuid, 'started_utc', r.started_utc,
  'night', r.night,
  'status', r.status, 'disturbed', r.noisy, 'planned', a.planned, 'ok', a.ok,
  'wrong', a.wrong, 'failed', a.failed, 'timeout', a.timeout,
  'skipped', a.skipped, 'missing', a.missing,
  'counts', json((
    SELECT json_group_object(told, findings)
    FROM (SELECT told, count(*) AS findings FROM v_finding
          WHERE run_id = :run_id GROUP BY told ORDER BY min(place), told))),
  'verdicts', json((
    SELECT json_group_array(json_object(
             'verdict', told, 'measure', measure, 'subject', subject,
             'effect_ratio', effect_ratio, 'low_ratio', low_ratio,
             'high_ratio', high_ratio, 'last_ratio', last_ratio,
             'month_ratio', month_ratio, 'since_utc', since_utc,
             'p', p, 'moved', moved, 'phases',
             json(iif(json_valid(phases), phases, NULL)), 'reason', reason,
             'remeasured', remeasured, 'words', words))
    FROM (SELECT * FROM v_finding
          WHERE run_id = :run_id AND NOT quiet
          ORDER BY place, abs(effect_ratio) DESC, measure, subject))),
  'remeasured', json((
    SELECT json_group_array(json_object('series', c.series, 'why', c.remeasured))
    FROM v_cell AS c
    WHERE c.run_id = r.id AND c.remeasured IS NOT NULL)))
FROM (SELECT :run_id AS id) AS asked
LEFT JOIN run AS r ON r.id = asked.id
LEFT JOIN (SELECT * FROM v_account_run WHERE run_id = :run_id) AS a;
