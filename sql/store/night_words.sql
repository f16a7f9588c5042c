SELECT count(*) || ' ' || verdict FROM verdict
WHERE run_id = :run_id AND verdict <> 'no change seen'
  AND verdict <> 'not enough nights' AND verdict <> 'new baseline'
  AND verdict <> 'another machine'
  AND still IS NOT verdict
GROUP BY verdict
ORDER BY verdict = 'regressed' DESC, verdict;
