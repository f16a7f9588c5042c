-- One row per series in two runs, a run and an earlier one (default: the run before it): both medians, the greatest change first. Empty where there is no earlier run. Parameters: run=RUN, before=RUN.
-- The noise between nights is not considered; 'dotrec compare' does that.
WITH pair AS MATERIALIZED (
  SELECT t.id AS run_id,
         coalesce(:before, (SELECT r.id FROM run AS r
                            WHERE (r.started_utc, r.id) < (t.started_utc, t.id)
                            ORDER BY r.started_utc DESC, r.id DESC LIMIT 1))
           AS before_id
  FROM run AS t
  WHERE t.id = coalesce(:run, (SELECT run_id FROM v_last_run))
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
