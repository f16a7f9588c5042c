SELECT min(id), max(id) FROM run
WHERE uuid >= :prefix AND uuid < :prefix || '~'
HAVING count(*) > 0;
