-- One row per finding of a night: what is told of a series, or of a mean over sizes, with the strongest evidence. Every count of verdicts is one of these rows.
-- A series has one row, or two where its time and its relative time changed at different
-- dates or in different directions. Verdicts whose change began within 3 days in the
-- same direction are one finding: time and relative time of a series; the mean over
-- sizes and one of its series. An earlier change that holds (`still`) comes before the
-- same change confirmed on another measure later, that before a suspicion, and then the
-- least p decides. `told` is 'accepted' where a person accepted the level. Where serial
-- changed itself, the opposite change of what is relative to it is no finding.
-- Findings of one strategy that are told alike and name the same phase are `alike`; the
-- largest of them `leads`, and its `cause` stands for all of them.
-- (A query of one run reads that run only: each window stands in a query of its own and
-- is partitioned by run_id.)
CREATE VIEW v_finding AS
WITH
  said AS ( -- verdicts, with what they say
    SELECT v.run_id, r.started_utc, r.machine_id, v.measure, v.subject, v.series_id,
           coalesce(s.sizes, v.subject) AS sizes, v.verdict,
           v.still, v.still_since_run_id,
           iif(v.still IS NOT NULL AND v.verdict <> 'suspect',
               'still ' || v.still, v.verdict) AS said,
           v.still IS NULL AND v.verdict IN ('no change seen', 'not enough nights',
                                             'another machine') AS quiet,
           CASE WHEN v.verdict = 'suspect' THEN 2 WHEN v.still IS NOT NULL THEN 0
                WHEN v.verdict = 'no change seen' THEN 8
                WHEN v.verdict = 'not enough nights' THEN 9
                WHEN v.verdict = 'another machine' THEN 9
                ELSE 1 END AS strength,
           CASE WHEN v.verdict = 'regressed' THEN 1 WHEN v.verdict = 'improved' THEN -1
                WHEN v.since_run_id IS NOT NULL OR v.still = 'drifting'
                  THEN iif(coalesce(v.last_ratio, v.effect_ratio) < 0, -1, 1)
                WHEN v.still = 'regressed' THEN 1 WHEN v.still = 'improved' THEN -1
                ELSE 0 END AS direction,
           coalesce(f.started_utc, t.started_utc) AS since_utc,
           coalesce(f.night, t.night) AS since_night,
           v.since_run_id IS NOT NULL AS is_new,
           -- of the likeliest change, and before method 4 also where an earlier one held
           v.verdict NOT IN ('no change seen', 'not enough nights')
             OR v.last_ratio IS NOT NULL AS counts,
           v.effect_ratio, v.low_ratio, v.high_ratio,
           v.last_ratio, v.month_ratio, v.p, v.visible_ratio, v.nights, v.reason,
           c.remeasured,
           CASE v.measure WHEN 'time' THEN v.series_id
                          WHEN 'relative' THEN b.series_id END AS base_series_id
    FROM verdict AS v
    JOIN run AS r ON r.id = v.run_id
    LEFT JOIN v_series AS s ON s.series_id = v.series_id
    LEFT JOIN run AS f ON f.id = v.since_run_id
    LEFT JOIN run AS t ON t.id = v.still_since_run_id
    LEFT JOIN cell AS c ON c.run_id = v.run_id AND c.series_id = v.series_id
    LEFT JOIN cell AS b ON b.id = c.base_id
  ),
  scored AS ( -- the less, the stronger
    SELECT *, iif(direction = 0, NULL, julianday(since_utc)) AS day,
           strength + 0.5 * coalesce(iif(strength IN (1, 2), p, 1), 1)
             + 1e-6 * (measure = 'relative') AS score,
           -- the night that confirmed the change
           iif(is_new, iif(verdict = 'suspect', NULL, run_id), (
               SELECT max(w.run_id) FROM verdict AS w
               WHERE w.measure = said.measure AND w.subject = said.subject
                 AND w.verdict IN ('regressed', 'improved', 'drifting', 'noisier')
                 AND w.verdict <> 'noisier'
                 AND w.since_run_id = said.still_since_run_id)) AS said_id
    FROM said
  ),
  with_base AS ( -- that change of serial which explains an opposite relative one
    SELECT *, min(iif(measure = 'time', strength, NULL))
                OVER (PARTITION BY run_id, base_series_id,
                                   iif(measure = 'relative', -direction, direction)
                      ORDER BY day RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)
                AS base_strength
    FROM scored
  ),
  explained AS (
    SELECT *, coalesce(measure = 'relative' AND direction <> 0
                         AND base_strength <= strength, 0) AS by_base
    FROM with_base
  ),
  with_best AS ( -- the best of one series
    SELECT *, min(iif(by_base, NULL, score))
                OVER (PARTITION BY run_id, sizes, series_id) AS best
    FROM explained
  ),
  with_best_alike AS ( -- the best of one series in one direction
    SELECT *, min(score) OVER (PARTITION BY run_id, sizes, series_id, direction
                               ORDER BY day RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)
                AS best_alike
    FROM with_best
  ),
  with_near AS ( -- the strongest near the mean over sizes, or near one of its series
    SELECT *, min(iif(series_id IS NULL, NULL, iif(by_base, base_strength, strength)))
                OVER near AS series_strength,
           min(iif(series_id IS NULL, strength, NULL)) OVER near AS mean_strength
    FROM with_best_alike
    WINDOW near AS (PARTITION BY run_id, sizes, direction
                    ORDER BY day RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)
  ),
  finding AS (
    SELECT f.run_id, f.started_utc, f.measure, f.subject, f.series_id,
           iif(f.direction <> 0 AND EXISTS (
                 SELECT 1 FROM mark AS m
                 CROSS JOIN run AS a ON a.id = m.run_id -- marks are few
                 LEFT JOIN v_series AS x ON x.series_id = m.series_id
                 WHERE m.kind = 'accepted' AND m.undone_utc IS NULL
                   AND (a.machine_id IS f.machine_id
                        OR EXISTS (SELECT 1 FROM v_same_machine AS same
                                   WHERE same.machine_id = f.machine_id
                                     AND same.other_id = a.machine_id))
                   AND a.started_utc BETWEEN f.since_utc AND f.started_utc
                   AND (m.series_id IS NULL OR x.series_id = f.series_id
                        OR (f.series_id IS NULL AND x.sizes = f.sizes))),
               'accepted', f.said) AS told,
           f.since_night AS since, f.since_utc,
           iif(f.counts, f.effect_ratio, NULL) AS effect_ratio,
           iif(f.counts, f.low_ratio, NULL) AS low_ratio,
           iif(f.counts, f.high_ratio, NULL) AS high_ratio,
           f.last_ratio, f.month_ratio, f.p, f.visible_ratio, f.nights,
           coalesce(f.reason, w.reason) AS reason, w.moved, w.phases,
           f.remeasured, f.verdict, f.still, f.quiet,
           f.counts AND abs(f.last_ratio - f.effect_ratio) > 0.0005 AS apart, f.is_new
    FROM with_near AS f
    LEFT JOIN verdict AS w ON w.run_id = f.said_id AND w.measure = f.measure
      AND w.subject = f.subject
    WHERE NOT f.by_base
      AND f.score = iif(f.quiet, f.best, f.best_alike)
      AND iif(f.measure = 'mean',
              NOT f.quiet AND (f.series_strength IS NULL OR f.series_strength > f.strength),
              f.strength <> 2 OR f.mean_strength IS NULL OR f.mean_strength > 1)
  ),
  worded AS (
    SELECT *, substr(subject, 1, instr(subject || '/', '/') - 1) AS strategy,
           substr(moved, 1, instr(moved, ' ') - 1) AS phase,
           printf('%020.9f', abs(coalesce(last_ratio, effect_ratio, 0))) || subject || measure
             AS size,
           -- in words: the effect with its interval, the last change if that is another,
           -- and why
           subject || CASE measure WHEN 'relative' THEN ' against serial'
                                   WHEN 'mean' THEN ' against serial, on average' ELSE '' END
             || iif(is_new AND apart,
                    printf(' %+.1f %% since %s, now', 100 * last_ratio, since), '')
             || iif(month_ratio IS NULL, '',
                    printf(' %+.1f %% a month,', 100 * month_ratio))
             || iif(told = 'noisier', ' noise', '')
             || iif(effect_ratio IS NULL, '', printf(' %+.1f %%', 100 * effect_ratio))
             || iif(low_ratio IS NULL, '',
                    printf(' [%+.1f, %+.1f]', 100 * low_ratio, 100 * high_ratio))
             || iif(apart, ' against the accepted level', '')
             || iif(is_new AND apart, '', coalesce(' since ' || since, ''))
             || iif(apart AND NOT is_new, printf(' (last change %+.1f %%)', 100 * last_ratio),
                    '')
             || coalesce(': ' || moved, '')
             || coalesce(iif(moved IS NULL, ': ', '; ') || reason, '') AS words,
           CASE told WHEN 'machine moved' THEN 0 WHEN 'regressed' THEN 1
                     WHEN 'drifting' THEN 1.5 WHEN 'suspect' THEN 2 WHEN 'not measured' THEN 3
                     WHEN 'improved' THEN 4 WHEN 'still regressed' THEN 6
                     WHEN 'still drifting' THEN 6.5
                     WHEN 'still improved' THEN 7 WHEN 'accepted' THEN 8
                     WHEN 'still not measured' THEN 9 WHEN 'new baseline' THEN 10
                     WHEN 'no change seen' THEN 11 WHEN 'not enough nights' THEN 12
                     WHEN 'another machine' THEN 13
                     ELSE 5 END AS place
    FROM finding
  )
SELECT run_id, started_utc, told, measure, subject, series_id, since, since_utc,
       effect_ratio, low_ratio, high_ratio, last_ratio, month_ratio, p, visible_ratio, nights,
       reason, moved, phases, remeasured, words, verdict, still, quiet, place,
       strategy, phase, count(*) OVER alike AS alike,
       size = max(size) OVER alike AS leads,
       iif(count(*) OVER alike > 1, count(*) OVER alike || ' of ' || strategy
             || coalesce(' by ' || phase, '') || ', most ', '') || words AS cause
FROM worded
WINDOW alike AS (PARTITION BY run_id, told, strategy, phase,
                              iif(told LIKE 'not %', reason, NULL),
                              iif(told LIKE 'still %', since, NULL));
