-- One row per finding of a run, the most serious first: what is told of a series, or of a mean over sizes, why, and against which level. Parameters: run=RUN.
-- effect_ratio is against the accepted level, last_ratio against the level before the
-- last change. 'dotrec query verdicts' has the verdicts on each measure.
WITH finding AS (
  SELECT * FROM v_finding WHERE run_id = coalesce(:run, @last_run)
  UNION ALL -- the plain shell: reads all runs, because it does not know the id before
  SELECT * FROM v_finding
  WHERE :run IS NULL AND @last_run IS NULL
    AND run_id = (SELECT run_id FROM v_last_run)
)
SELECT told, subject, measure, effect_ratio, low_ratio, high_ratio, last_ratio,
       month_ratio,
       since, p, visible_ratio, nights, moved, reason, remeasured, phases
FROM finding
ORDER BY place, abs(effect_ratio) DESC, measure, subject;
