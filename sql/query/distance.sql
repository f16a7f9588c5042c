-- One row per parallel curve, class of distance of its CPUs (powers of two, in ns; NULL: it changed) and size: the speed-up over the sessions at that distance, with its interval from 6 sessions on. Empty where a run had one CPU. Parameters: run=RUN. Needs dotrec_stats.
WITH RECURSIVE
  power (ns) AS (VALUES (1) UNION ALL SELECT 2 * ns FROM power WHERE ns < 1000000000),
  look AS ( -- a measurement of the distance, between two blocks
    SELECT k.start_ns, p.ns
    FROM control AS k
    JOIN power AS p ON k.total_ns >= p.ns * k.calls
                   AND k.total_ns < 2 * p.ns * k.calls
    WHERE k.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
      AND k.name = 'distance'
  ),
  stay AS ( -- the time between two looks; ns is NULL if they differ
    SELECT start_ns AS from_ns, lead(start_ns) OVER in_time AS to_ns,
           iif(lead(ns) OVER in_time = ns, ns, NULL) AS ns
    FROM look
    WINDOW in_time AS (ORDER BY start_ns)
  ),
  timing AS (
    SELECT cell_id, session, round, start_ns, 1.0 * total_ns / calls AS ns
    FROM v_sample
    WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
      AND status = 'ok'
  ),
  session AS ( -- each block lies between two looks
    SELECT own.cell_id, min(own.start_ns) AS start_ns,
           median(base.ns / own.ns) AS ratio
    FROM cell AS c
    JOIN timing AS own ON own.cell_id = c.id
    JOIN timing AS base ON base.cell_id = c.base_id AND base.round = own.round
    WHERE own.ns > 0
    GROUP BY own.cell_id, own.session
  )
SELECT v.curve || coalesce(', ' || stay.ns || ' to ' || (2 * stay.ns - 1) || ' ns',
                           ', changing') AS curve,
       v.n, stay.ns AS distance_ns, count(*) AS sessions,
       median(x.ratio) AS speedup_ratio, ci_low(x.ratio) AS low_speedup_ratio,
       ci_high(x.ratio) AS high_speedup_ratio,
       v.speedup_ratio AS all_speedup_ratio
FROM session AS x
JOIN v_speedup AS v ON v.cell_id = x.cell_id
JOIN stay ON x.start_ns BETWEEN stay.from_ns AND stay.to_ns
GROUP BY v.curve, stay.ns, v.n
ORDER BY min(min(v.cell_id)) OVER (PARTITION BY v.curve), stay.ns NULLS LAST, v.n;
