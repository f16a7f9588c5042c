INSERT INTO series (strategy, kernel, dtype, n, workers, chunks, placement)
SELECT :strategy, :kernel, :dtype, :n, :workers, :chunks, :placement
WHERE :strategy IS NOT NULL
ON CONFLICT DO NOTHING;
