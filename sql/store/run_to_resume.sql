SELECT uuid, coalesce(label, ''), plan_name, plan_text, seed, sessions, colds,
       status, coalesce(owner, ''),
       strftime('%s', :now) - strftime('%s', started_utc),
       machine_id IS NOT NULL AND build_id IS NOT NULL AND host_before IS NOT NULL,
       external IS NOT NULL
FROM run
WHERE id = :id;
