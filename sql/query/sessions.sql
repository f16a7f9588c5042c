-- One row per cell and session of a run: its median in ns per call, and its ratio to the median of all sessions. Parameters: run=RUN. Needs dotrec_stats.
WITH session AS (
  SELECT cell_id, session, n, count(*) AS samples,
         median(1.0 * total_ns / calls) AS median_ns,
         mad(1.0 * total_ns / calls) AS mad_ns
  FROM v_sample
  WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND status = 'ok'
  GROUP BY cell_id, session
)
SELECT u.series, x.session, x.samples, x.median_ns, x.mad_ns,
       x.median_ns / u.median_ns AS of_all_ratio
FROM session AS x
JOIN v_summary AS u ON u.cell_id = x.cell_id
ORDER BY x.n, x.cell_id, x.session;
