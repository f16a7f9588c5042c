-- The findings of a run that confirm for the first time that something gets slower, at
-- once or night by night, whatever the accepted level is: measure, subject.
SELECT measure, subject FROM v_finding
WHERE run_id = :run_id
  AND (told = 'regressed' OR (told = 'drifting' AND coalesce(last_ratio, effect_ratio) > 0));
