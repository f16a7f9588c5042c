-- One row per trend of one run: its break-even sizes and coefficients of the law of cost, with intervals. Parameters: run=RUN.
SELECT name, subject, value, low, high, word
FROM trend
WHERE run_id = coalesce(:run, (SELECT max(run_id) FROM trend))
ORDER BY name, subject;
