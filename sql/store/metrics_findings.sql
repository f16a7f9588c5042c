-- One row per word that can be told: how many findings of a night have it, also 0, so
-- that a series of a monitor does not end when there are none.
WITH word (told) AS (
  VALUES ('machine moved'), ('regressed'), ('drifting'), ('suspect'), ('not measured'),
         ('improved'), ('noisier'), ('still regressed'), ('still drifting'),
         ('still improved'), ('accepted'), ('still not measured'), ('new baseline'),
         ('no change seen'), ('not enough nights'), ('another machine')
), finding AS MATERIALIZED (SELECT told FROM v_finding WHERE run_id = :run_id)
SELECT told AS verdict, sum(findings)
FROM (SELECT told, 0 AS findings FROM word
      UNION ALL SELECT told, 1 FROM finding)
WHERE EXISTS (SELECT 1 FROM run WHERE id = :run_id)
GROUP BY told
ORDER BY told;
