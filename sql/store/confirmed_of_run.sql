SELECT count(*) FROM v_finding
WHERE run_id = :run_id
  AND (told = 'regressed' OR (told = 'drifting' AND effect_ratio > 0));
