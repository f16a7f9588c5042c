-- One row per trend of one run: its break-even sizes and coefficients of the law of cost, with intervals. Parameters: run=RUN.
SELECT name, subject, value, low, high, word
FROM trend
WHERE run_id = coalesce(:run, (SELECT r.id FROM run AS r
                              WHERE r.started_utc <= (SELECT latest_utc FROM v_now)
                                AND EXISTS (SELECT 1 FROM trend AS o
                                            WHERE o.run_id = r.id)
                              ORDER BY r.started_utc DESC, r.id DESC LIMIT 1))
ORDER BY name, subject;
