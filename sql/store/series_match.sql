SELECT series_id, max(run_id), series
FROM v_cell
WHERE series GLOB :pattern
GROUP BY series_id
ORDER BY series;
