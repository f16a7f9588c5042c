-- One row per sentence: how many findings a night has of each kind; then each cause, that is the findings of one strategy that are told alike and name the same phase, by the largest of them, the most serious first. Empty where a run was not judged. Parameters: run=RUN.
-- Of a night with many, the first 20.
WITH finding AS MATERIALIZED (
  SELECT * FROM v_finding WHERE run_id = coalesce(:run, @last_run)
  UNION ALL -- the plain shell: reads all runs, because it does not know the id before
  SELECT * FROM v_finding
  WHERE :run IS NULL AND @last_run IS NULL
    AND run_id = (SELECT run_id FROM v_last_run)
), sentence (part, place, size, words) AS (
  SELECT 0, 0, 0, 'The night: ' || group_concat(words, ', ')
  FROM (SELECT count(*) || ' ' || told AS words FROM finding
        GROUP BY told ORDER BY min(place), told)
  UNION ALL
  SELECT 1, place, abs(coalesce(last_ratio, effect_ratio)),
         told || ': ' || cause
  FROM finding
  WHERE NOT quiet AND leads
)
SELECT words
FROM sentence
WHERE words IS NOT NULL
ORDER BY part, place, size DESC, words
LIMIT 21;
