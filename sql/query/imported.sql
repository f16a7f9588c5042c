-- One row per imported series and source: its runs and repeats, when the first and the last of them were measured, and the last median. Empty where nothing was imported.
SELECT s.series, x.origin AS source, count(*) AS runs, sum(x.samples) AS repeats,
       min(x.started_utc) AS first_utc, max(x.started_utc) AS last_utc,
       max(iif(x.back = 1, x.median_ns, NULL)) AS last_median_ns
FROM (SELECT c.series_id, r.machine_id, r.origin, r.started_utc, u.samples, u.median_ns,
             row_number() OVER (PARTITION BY c.series_id, r.machine_id
                                ORDER BY r.started_utc DESC, r.id DESC) AS back
      FROM run AS r
      JOIN cell AS c ON c.run_id = r.id
      JOIN summary AS u ON u.cell_id = c.id
      WHERE r.external IS NOT NULL) AS x
JOIN v_series AS s ON s.series_id = x.series_id
GROUP BY x.series_id, x.machine_id
ORDER BY s.strategy, s.n, s.workers, x.origin;
