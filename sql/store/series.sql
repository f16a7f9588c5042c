INSERT INTO series (strategy, kernel, dtype, n, workers, chunks, placement)
VALUES (:strategy, :kernel, :dtype, :n, :workers, :chunks, :placement)
ON CONFLICT DO UPDATE SET n = excluded.n
RETURNING id;
