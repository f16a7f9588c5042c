-- The first thing that cannot be true, in words.
SELECT 'run ' || r.uuid || ', ' || x.series || ': ' || x.what
FROM v_contradiction AS x
JOIN run AS r ON r.id = x.run_id
LIMIT 1;
