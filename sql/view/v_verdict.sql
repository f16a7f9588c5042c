-- One row per verdict: what was said of a subject on a night, and since when.
CREATE VIEW v_verdict AS
SELECT v.run_id, r.started_utc, r.label, v.measure, v.subject, v.series_id,
       v.verdict, s.started_utc AS since_utc, s.night AS since_night, v.effect_ratio, v.low_ratio,
       v.high_ratio, v.p, v.visible_ratio, v.visible7_ratio, v.nights, v.still,
       t.started_utc AS still_since_utc, t.night AS still_since_night, v.reason, v.method,
       c.remeasured, v.last_ratio, v.month_ratio, v.moved, v.phases
FROM verdict AS v
JOIN run AS r ON r.id = v.run_id
LEFT JOIN run AS s ON s.id = v.since_run_id
LEFT JOIN run AS t ON t.id = v.still_since_run_id
LEFT JOIN cell AS c ON c.run_id = v.run_id AND c.series_id = v.series_id;
