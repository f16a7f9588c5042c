-- One row per parallel cell of a run: the number of calls after which the time saved per call exceeds the mean cold start; NULL: never. Parameters: run=RUN.
-- The cold start includes the first call.
SELECT x.curve, x.n, avg(k.open_ns + k.first_ns) AS cold_ns, x.base_median_ns,
       x.median_ns, x.base_median_ns - x.median_ns AS saved_ns,
       iif(x.median_ns < x.base_median_ns,
           max(1, CAST(round(1.5 + (avg(k.open_ns + k.first_ns) - x.base_median_ns)
                                   / (x.base_median_ns - x.median_ns))
                       AS INTEGER)),
           NULL) AS calls
FROM v_speedup AS x
JOIN cold AS k ON k.cell_id = x.cell_id
WHERE x.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND k.status = 'ok'
GROUP BY x.cell_id
ORDER BY min(x.cell_id) OVER (PARTITION BY x.curve), x.n;
