-- One row per cell of a run: bytes copied to and from workers per call, compared with the bytes of the vectors. Parameters: run=RUN.
WITH moved AS (
  SELECT c.cell_id, c.series, c.n, 2 * c.n * iif(c.dtype = 'f32', 4, 8) AS vectors,
         avg(p.sent_bytes) / c.calls AS sent,
         avg(p.received_bytes) / c.calls AS received,
         1.0 * sum(p.total_ns) / count(*) / c.calls AS mean_ns
  FROM v_cell AS c
  JOIN sample AS p ON p.cell_id = c.cell_id
  WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND p.status = 'ok'
  GROUP BY c.cell_id
)
SELECT series, vectors AS vectors_bytes, sent AS sent_bytes,
       received AS received_bytes,
       (sent + received) / vectors AS moved_ratio,
       (sent + received) / mean_ns AS moved_gb_per_s
FROM moved
ORDER BY n, cell_id;
