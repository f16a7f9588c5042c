-- One row per finding of a night: what is told of a series, or of a mean over sizes, with the strongest evidence. Every count of verdicts is one of these rows.
-- A series has one row, or two where its time and its relative time changed at different
-- dates or in different directions. Verdicts whose change began within 3 days in the
-- same direction are one finding: time and relative time of a series; the mean over
-- sizes and one of its series. An earlier change that holds (`still`) comes before the
-- same change confirmed on another measure later, that before a suspicion, and then the
-- least p decides. `told` is 'accepted' where a person accepted the level.
CREATE VIEW v_finding AS
SELECT run_id, started_utc, told, measure, subject, series_id, since, effect_ratio,
       low_ratio, high_ratio, last_ratio, p, visible_ratio, nights, reason, moved,
       phases, remeasured,
       -- in words: effect, its interval, the last change if that is another
       subject || CASE measure WHEN 'relative' THEN ' against serial'
                               WHEN 'mean' THEN ' against serial, on average' ELSE '' END
         || iif(effect_ratio IS NULL, '', printf(' %+.1f %%', 100 * effect_ratio))
         || iif(low_ratio IS NULL, '',
                printf(' [%+.1f, %+.1f]', 100 * low_ratio, 100 * high_ratio))
         || iif(abs(last_ratio - effect_ratio) > 0.0005,
                printf(' against the accepted level, %+.1f %% by the last change',
                       100 * last_ratio), '')
         || coalesce(' since ' || since, '')
         || coalesce(': ' || moved, '')
         || coalesce(iif(moved IS NULL, ': ', '; ') || reason, '') AS words,
       verdict, still, quiet, place
FROM (
  SELECT f.run_id, f.started_utc, f.told, f.measure, f.subject, f.series_id,
         substr(f.since_utc, 1, 10) AS since,
         f.effect_ratio, f.low_ratio, f.high_ratio, f.last_ratio, f.p,
         f.visible_ratio, f.nights,
         coalesce(f.reason, (SELECT w.reason FROM verdict AS w
                             WHERE w.run_id = f.said_id AND w.measure = f.measure
                               AND w.subject = f.subject)) AS reason,
         (SELECT w.moved FROM verdict AS w
          WHERE w.run_id = f.said_id AND w.measure = f.measure
            AND w.subject = f.subject) AS moved,
         (SELECT w.phases FROM verdict AS w
          WHERE w.run_id = f.said_id AND w.measure = f.measure
            AND w.subject = f.subject) AS phases,
         c.remeasured, f.verdict, f.still, f.quiet, f.place
  FROM (
    SELECT *,
           min(score) OVER (PARTITION BY run_id, sizes, series_id, direction
                            ORDER BY day RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)
             AS best_alike,
           min(score) OVER (PARTITION BY run_id, sizes, series_id) AS best,
           -- (not FILTER: SQLite 3.40 ignores it in a min() over moving rows)
           min(iif(series_id IS NULL, NULL, strength)) OVER near AS series_strength,
           min(iif(series_id IS NULL, strength, NULL)) OVER near AS mean_strength
    FROM (
      SELECT *, strength + 0.5 * coalesce(iif(verdict IN ('regressed', 'improved', 'suspect'),
                                              p, 1), 1)
                  + 1e-6 * (measure = 'relative') AS score
      FROM (
        SELECT *, told IN ('no change seen', 'not enough nights') AS quiet,
               CASE WHEN told = 'accepted' OR told LIKE 'still %' THEN 0
                    WHEN told = 'suspect' THEN 2
                    WHEN told = 'no change seen' THEN 8
                    WHEN told = 'not enough nights' THEN 9
                    ELSE 1 END AS strength,
               CASE told WHEN 'machine moved' THEN 0 WHEN 'regressed' THEN 1
                         WHEN 'suspect' THEN 2 WHEN 'not measured' THEN 3
                         WHEN 'improved' THEN 4 WHEN 'still regressed' THEN 6
                         WHEN 'still improved' THEN 7 WHEN 'accepted' THEN 8
                         WHEN 'still not measured' THEN 9 WHEN 'new baseline' THEN 10
                         WHEN 'no change seen' THEN 11 WHEN 'not enough nights' THEN 12
                         ELSE 5 END AS place
        FROM (
          SELECT *, iif(direction = 0, NULL, julianday(since_utc)) AS day,
                 iif(is_change AND EXISTS (
                       SELECT 1 FROM mark AS m
                       JOIN run AS a ON a.id = m.run_id
                       LEFT JOIN v_series AS x ON x.series_id = m.series_id
                       WHERE m.kind = 'accepted' AND m.undone_utc IS NULL
                         AND a.machine_id IS v.machine_id
                         AND a.started_utc BETWEEN v.since_utc AND v.started_utc
                         AND (m.series_id IS NULL OR x.series_id = v.series_id
                              OR (v.series_id IS NULL AND x.sizes = v.sizes))),
                     'accepted', said) AS told
          FROM (
            SELECT v.run_id, r.started_utc, r.machine_id, v.measure, v.subject,
                   v.series_id, coalesce(s.sizes, v.subject) AS sizes, v.verdict,
                   v.still,
                   iif(v.still IS NOT NULL AND v.verdict <> 'suspect',
                       'still ' || v.still, v.verdict) AS said,
                   v.verdict IN ('regressed', 'improved', 'suspect')
                     OR (v.still IN ('regressed', 'improved')) IS TRUE AS is_change,
                   CASE WHEN v.verdict = 'suspect'
                          THEN iif(coalesce(v.last_ratio, v.effect_ratio) < 0, -1, 1)
                        WHEN 'regressed' IN (v.verdict, v.still) THEN 1
                        WHEN 'improved' IN (v.verdict, v.still) THEN -1
                        ELSE 0 END AS direction,
                   iif(v.verdict IN ('regressed', 'improved', 'suspect'),
                       f.started_utc, t.started_utc) AS since_utc,
                   -- a verdict of method 3 and before tells no effect of an earlier change
                   iif(v.verdict IN ('no change seen', 'not enough nights')
                         AND v.last_ratio IS NULL, NULL, v.effect_ratio) AS effect_ratio,
                   iif(v.verdict IN ('no change seen', 'not enough nights')
                         AND v.last_ratio IS NULL, NULL, v.low_ratio) AS low_ratio,
                   iif(v.verdict IN ('no change seen', 'not enough nights')
                         AND v.last_ratio IS NULL, NULL, v.high_ratio) AS high_ratio,
                   v.last_ratio, v.p, v.visible_ratio, v.nights, v.reason,
                   -- the night that confirmed the change
                   iif(v.verdict IN ('regressed', 'improved'), v.run_id,
                       iif(v.verdict <> 'suspect', (
                         SELECT max(w.run_id) FROM verdict AS w
                         WHERE w.measure = v.measure AND w.subject = v.subject
                           AND w.verdict IN ('regressed', 'improved')
                           AND w.verdict = v.still
                           AND w.since_run_id = v.still_since_run_id), NULL)) AS said_id
            FROM verdict AS v
            JOIN run AS r ON r.id = v.run_id
            LEFT JOIN v_series AS s ON s.series_id = v.series_id
            LEFT JOIN run AS f ON f.id = v.since_run_id
            LEFT JOIN run AS t ON t.id = v.still_since_run_id
          ) AS v
        )
      )
    )
    WINDOW near AS (PARTITION BY run_id, sizes, direction
                    ORDER BY day RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)
  ) AS f
  LEFT JOIN cell AS c ON c.run_id = f.run_id AND c.series_id = f.series_id
  WHERE f.score = iif(f.quiet, f.best, f.best_alike)
    AND iif(f.measure = 'mean',
            NOT f.quiet AND (f.series_strength IS NULL OR f.series_strength > f.strength),
            f.strength < 2 OR f.mean_strength IS NULL OR f.mean_strength > 1 OR f.quiet)
);
