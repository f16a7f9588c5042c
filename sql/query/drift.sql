-- One row per cell of a run: the medians of the first and the second half of its repeats, and p of the rank test between them. Parameters: run=RUN. Needs dotrec_stats.
WITH half AS (
  SELECT c.cell_id, c.series, c.n, 1.0 * p.total_ns / c.calls AS call_ns,
         2 * p.repeat >= c.planned AS second
  FROM v_cell AS c
  JOIN sample AS p ON p.cell_id = c.cell_id
  WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND p.status = 'ok'
)
SELECT series, median(call_ns) FILTER (WHERE NOT second) AS first_ns,
       median(call_ns) FILTER (WHERE second) AS second_ns,
       median(call_ns) FILTER (WHERE second)
         / median(call_ns) FILTER (WHERE NOT second) - 1 AS drift_ratio,
       mannwhitney_p(call_ns, second) AS p
FROM half
GROUP BY cell_id
ORDER BY n, cell_id;
