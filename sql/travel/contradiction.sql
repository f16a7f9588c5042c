-- The first contradiction between stored values, in words.
SELECT 'run ' || r.uuid || ', ' || x.series || ': ' || x.what
FROM v_contradiction AS x
JOIN run AS r ON r.id = x.run_id
LIMIT 1;
