-- One row per verdict of a run, the most serious first. Parameters: run=RUN.
SELECT verdict, measure, subject, effect_ratio, low_ratio, high_ratio,
       since_night AS since, p, visible_ratio, nights, still,
       still_since_night AS still_since, reason,
       remeasured, last_ratio, month_ratio, moved, phases
FROM v_verdict
WHERE run_id = coalesce(:run, (SELECT r.id FROM run AS r
                              WHERE r.started_utc <= (SELECT latest_utc FROM v_now)
                                AND EXISTS (SELECT 1 FROM verdict AS o
                                            WHERE o.run_id = r.id)
                              ORDER BY r.started_utc DESC, r.id DESC LIMIT 1))
ORDER BY CASE verdict WHEN 'machine moved' THEN 0 WHEN 'regressed' THEN 1
                      WHEN 'drifting' THEN 1.5
                      WHEN 'suspect' THEN 2 WHEN 'not measured' THEN iif(still IS verdict, 8, 3)
                      WHEN 'improved' THEN 4 WHEN 'noisier' THEN 5.5 WHEN 'new baseline' THEN 6
                      WHEN 'another machine' THEN 6
                      WHEN 'not enough nights' THEN 7
                      ELSE iif(still IN ('regressed', 'drifting'), 5, 8) END,
         abs(effect_ratio) DESC, measure, subject;
