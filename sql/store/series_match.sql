-- One row per series whose name is the pattern, or matches it: the series, and its newest
-- run that is not dated in the future.
SELECT s.series_id, (SELECT c.run_id FROM cell AS c JOIN run AS r ON r.id = c.run_id
                     WHERE c.series_id = s.series_id
                       AND r.started_utc <= (SELECT latest_utc FROM v_now)
                     ORDER BY r.started_utc DESC, r.id DESC LIMIT 1) AS run_id,
       s.series
FROM v_series AS s
WHERE (s.series = :pattern OR s.series GLOB :pattern) AND run_id IS NOT NULL
ORDER BY s.series;
