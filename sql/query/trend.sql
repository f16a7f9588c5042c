-- One row per trend and night up to a run: how its break-even sizes and coefficients of the law of cost moved. Parameters: run=RUN.
-- About 300 of the nights up to the run; at most 12 trends, break-even first.
WITH
  this AS (
    SELECT id FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  night AS (
    SELECT id, started_s
    FROM (SELECT n.run_id AS id, n.started_s,
                 row_number() OVER (ORDER BY n.started_utc DESC) AS back,
                 count(*) OVER () AS nights
          FROM this AS t JOIN v_night_until AS n ON n.until_id = t.id)
    WHERE (back - 1) % (nights / 300 + 1) = 0
  ),
  chosen AS (
    SELECT name, subject, row_number() OVER (ORDER BY name, subject) AS place
    FROM (SELECT DISTINCT t.name, t.subject
          FROM trend AS t JOIN night AS n ON n.id = t.run_id)
    ORDER BY place
    LIMIT 12
  )
SELECT c.name || CASE c.name WHEN 'break-even' THEN ' (n)'
         WHEN 'law a' THEN ', fixed (ns)' WHEN 'law b' THEN ', of a worker (ns)'
         WHEN 'law c' THEN ', of an element (ns)'
         WHEN 'law d' THEN ', of an element, shared (ns)' ELSE '' END
       || ': ' || c.subject AS curve,
       n.started_s, t.value, t.low, t.high
FROM chosen AS c
JOIN trend AS t ON t.name = c.name AND t.subject = c.subject
JOIN night AS n ON n.id = t.run_id
ORDER BY c.place, n.started_s;
