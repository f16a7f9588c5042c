-- One row per run, newest first: what was run, when, where, and how it ended.
SELECT r.id AS run_id, r.label, r.started_utc, r.night, r.finished_utc, r.status,
       r.plan_name AS plan, m.cpu_model AS machine, b.version, b.source,
       count(c.id) AS cells, substr(r.uuid, 1, 8) AS uuid, r.reason
FROM run AS r
LEFT JOIN machine AS m ON m.id = r.machine_id
LEFT JOIN build AS b ON b.id = r.build_id
LEFT JOIN cell AS c ON c.run_id = r.id
GROUP BY r.id
ORDER BY r.started_utc DESC, r.id DESC;
