-- One row per cell of a run: the number of cold starts, their least and mean times, and the median of the repeats. Parameters: run=RUN.
SELECT k.series, count(*) AS colds, min(k.open_ns) AS least_open_ns,
       avg(k.open_ns) AS mean_open_ns, min(k.first_ns) AS least_first_ns,
       avg(k.first_ns) AS mean_first_ns, u.median_ns AS steady_ns
FROM v_cold AS k
LEFT JOIN summary AS u ON u.cell_id = k.cell_id
WHERE k.run_id = coalesce(:run, (SELECT run_id FROM v_last_run)) AND k.status = 'ok'
GROUP BY k.cell_id
ORDER BY k.n, k.cell_id;
