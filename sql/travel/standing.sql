-- The facts that decide which of two copies of a run is kept: whether the copy is
-- whole (2), thinned to sketches (1) or has no cells (0), and how far it has come.
SELECT r.content_hash, r.hash_version,
       iif(r.content_hash IS NULL, 2,
           EXISTS (SELECT 1 FROM cell AS c WHERE c.run_id = r.id)),
       r.generation,
       CASE r.status WHEN 'running' THEN 0 WHEN 'finished' THEN 2 ELSE 1 END,
       r.resumed,
       (SELECT count(*) FROM cell AS c JOIN sample AS p ON p.cell_id = c.id
        WHERE c.run_id = r.id)
FROM run AS r
WHERE r.id = :run_id;
