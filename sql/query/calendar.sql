-- One row per night up to a run, of the last 400, oldest first: how many subjects were told to be changed, and the most serious word. Parameters: run=RUN.
-- A subject is a series, or a mean over sizes. What was told on an earlier night and
-- still holds does not count.
WITH
  night AS MATERIALIZED (
    SELECT n.run_id, n.date, n.started_utc
    FROM v_night_until AS n
    WHERE n.until_id = coalesce(:run, (SELECT run_id FROM v_last_run))
    ORDER BY n.started_utc DESC
    LIMIT 400
  ),
  counted AS (
    SELECT n.run_id, n.date, n.started_utc,
           count(DISTINCT v.subject)
             FILTER (WHERE v.verdict = 'regressed' AND v.still IS NULL) AS regressed,
           count(DISTINCT v.subject)
             FILTER (WHERE v.verdict = 'drifting' AND v.still IS NULL) AS drifting,
           count(DISTINCT v.subject) FILTER (WHERE v.verdict = 'suspect') AS suspect,
           count(DISTINCT v.subject)
             FILTER (WHERE v.verdict = 'noisier' AND v.still IS NULL) AS noisier,
           count(DISTINCT v.subject)
             FILTER (WHERE v.verdict = 'improved' AND v.still IS NULL) AS improved,
           count(*) FILTER (WHERE v.verdict = 'machine moved') AS moved,
           count(*) FILTER (WHERE v.verdict = 'not measured' AND v.still IS NULL)
             AS not_measured,
           count(*) FILTER (WHERE v.still = 'not measured') AS still_not_measured,
           count(*) FILTER (WHERE v.still <> 'not measured'
                              OR v.verdict IN ('no change seen', 'new baseline'))
             AS unchanged,
           count(*) FILTER (WHERE v.verdict = 'not enough nights') AS waiting
    FROM night AS n
    LEFT JOIN verdict AS v ON v.run_id = n.run_id
    GROUP BY n.run_id
  )
SELECT date,
       CASE WHEN moved THEN 'machine moved' WHEN regressed THEN 'regressed' WHEN drifting THEN 'drifting'
            WHEN suspect THEN 'suspect' WHEN noisier THEN 'noisier'
            WHEN improved THEN 'improved' WHEN not_measured THEN 'not measured'
            WHEN unchanged THEN 'no change' WHEN waiting THEN 'not judged'
            WHEN still_not_measured THEN 'not measured'
            ELSE 'not judged' END AS told,
       run_id, regressed, drifting, suspect, noisier, improved,
       (SELECT r.uuid FROM run AS r WHERE r.id = counted.run_id) AS uuid
FROM counted
ORDER BY date, started_utc;
