-- One row: how many findings of a night need attention for the first time, by what is
-- told; the largest of those that are confirmed, with how many are like it and its
-- cause; and, with :late, the same of those that make something slower and were told of
-- an earlier night. NULL where there is none.
WITH finding AS MATERIALIZED (
  SELECT * FROM v_finding
  WHERE run_id = :run_id AND NOT quiet AND told NOT LIKE 'still %'
    AND told NOT IN ('accepted', 'new baseline')
)
SELECT (SELECT group_concat(words, ', ')
        FROM (SELECT count(*) || ' ' || told AS words FROM finding
              GROUP BY told
              ORDER BY told = 'regressed' DESC, told = 'drifting' DESC, told)),
       (SELECT told || ': ' || cause
        FROM finding
        WHERE told IN ('regressed', 'improved', 'drifting') AND leads
        ORDER BY place, abs(coalesce(last_ratio, effect_ratio)) DESC
        LIMIT 1),
       (SELECT told || ': ' || cause
        FROM v_finding
        WHERE :late AND run_id = :run_id AND leads AND effect_ratio > 0
          AND told IN ('still regressed', 'still drifting')
        ORDER BY place, effect_ratio DESC
        LIMIT 1);
