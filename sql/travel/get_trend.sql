SELECT r.uuid AS run, t.name, t.subject, t.value, t.low, t.high, t.word
FROM trend AS t
JOIN run AS r ON r.id = t.run_id
WHERE t.run_id = :run_id
ORDER BY t.name, t.subject;
