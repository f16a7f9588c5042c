-- The least and the greatest id of a cell, and the number of runs.
SELECT (SELECT min(id) FROM cell), (SELECT max(id) FROM cell),
       (SELECT count(*) FROM run);
