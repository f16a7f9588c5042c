-- One row per series in two runs, a run and an earlier one (default: the run before it): both medians, the greatest change first. Empty where there is no earlier run. Parameters: run=RUN, before=RUN.
-- The noise between nights is not considered; 'dotrec compare' does that.
WITH pair AS (
  SELECT run_id, coalesce(:before, (SELECT max(id) FROM run WHERE id < run_id))
           AS before_id
  FROM (SELECT coalesce(:run, (SELECT run_id FROM v_last_run)) AS run_id)
)
SELECT b.series, a.median_ns AS before_median_ns, a.low_ns AS before_low_ns,
       a.high_ns AS before_high_ns, b.median_ns, b.low_ns, b.high_ns,
       b.median_ns / a.median_ns - 1 AS change_ratio,
       b.low_ns > a.high_ns OR b.high_ns < a.low_ns AS apart
FROM pair AS x
JOIN v_summary AS b ON b.run_id = x.run_id
JOIN v_summary AS a ON a.run_id = x.before_id AND a.series_id = b.series_id
WHERE a.samples > 0 AND b.samples > 0
ORDER BY abs(b.median_ns / a.median_ns - 1) DESC, b.series;
