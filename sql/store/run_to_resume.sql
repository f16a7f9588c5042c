SELECT uuid, coalesce(label, ''), plan_name, plan_text, seed, sessions, colds,
       status, coalesce(owner, ''),
       strftime('%s', :now) - strftime('%s', started_utc), machine_id, build_id
FROM run
WHERE id = :id;
