-- One row per decision by a person, oldest first: accepted baselines, excluded runs, machines that are the same.
SELECT m.id AS mark_id, m.kind, coalesce(c.series, 'all series') AS series,
       m.run_id, r.started_utc, m.reason, m.made_utc, m.undone_utc, m.machine_key
FROM mark AS m
JOIN run AS r ON r.id = m.run_id
LEFT JOIN v_series AS c ON c.series_id = m.series_id
ORDER BY m.made_utc, m.id;
