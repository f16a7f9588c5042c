-- One row per sentence: what the course page did, what is measured here, and how far its finding holds. Empty where joblib was not measured beside numpy. Parameters: run=RUN.
-- Where joblib's peer does not tell how long it computed, the computation is taken to
-- be the time of numpy.dot divided by the workers, and the exchange all the rest.
WITH
  pair AS MATERIALIZED ( -- joblib's cells against numpy.dot
    SELECT s.cell_id, s.n, s.workers, s.base_median_ns, s.median_ns, s.speedup_ratio,
           s.low_speedup_ratio, s.high_speedup_ratio,
           c.open_ns + c.first_ns AS cold_ns,
           (SELECT iif(count(p.compute_ns) = count(*),
                       avg(p.compute_ns) / c.calls, NULL)
            FROM sample AS p
            WHERE p.cell_id = s.cell_id AND p.status = 'ok') AS compute_ns
    FROM v_speedup AS s
    JOIN v_cell AS c ON c.cell_id = s.cell_id
    WHERE s.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
      AND s.strategy = 'peer:joblib' AND s.dtype = 'f64'
      AND s.base_curve = 'peer:numpy/numpy'
  ),
  size AS ( -- the page's sizes, or the least and the greatest
    SELECT *, coalesce(compute_ns, base_median_ns / workers) AS work_ns
    FROM pair
    WHERE n IN (1000, 2000)
       OR (NOT EXISTS (SELECT 1 FROM pair WHERE n IN (1000, 2000))
           AND n IN ((SELECT min(n) FROM pair), (SELECT max(n) FROM pair)))
  ),
  figure (cell_id, name, value) AS (
    SELECT cell_id, 'base', base_median_ns FROM size
    UNION ALL SELECT cell_id, 'joblib', median_ns FROM size
    UNION ALL SELECT cell_id, 'cold', cold_ns FROM size
    UNION ALL SELECT cell_id, 'times', 1 / speedup_ratio FROM size
    UNION ALL SELECT cell_id, 'times_low', 1 / nullif(high_speedup_ratio, 0) FROM size
    UNION ALL SELECT cell_id, 'times_high', 1 / nullif(low_speedup_ratio, 0) FROM size
    UNION ALL SELECT cell_id, 'exchange', (median_ns - work_ns) / work_ns FROM size
    UNION ALL SELECT cell_id, 'calls', cold_ns / base_median_ns FROM size
  ),
  written AS (
    SELECT cell_id, name,
           CASE WHEN value IS NULL THEN NULL
                WHEN name NOT IN ('base', 'joblib', 'cold')
                  THEN iif(abs(value) < 100, printf('%.3g', value), printf('%,d', value))
                WHEN value < 999.5 THEN printf('%.3g ns', value)
                WHEN value < 999500 THEN printf('%.3g us', 1e-3 * value)
                WHEN value < 999500000 THEN printf('%.3g ms', 1e-6 * value)
                ELSE printf('%.3g s', 1e-9 * value) END AS text
    FROM figure
  ),
  told AS (
    SELECT cell_id, max(text) FILTER (WHERE name = 'base') AS base,
           max(text) FILTER (WHERE name = 'joblib') AS joblib,
           max(text) FILTER (WHERE name = 'cold') AS cold,
           max(text) FILTER (WHERE name = 'times') AS times,
           max(text) FILTER (WHERE name = 'times_low') AS times_low,
           max(text) FILTER (WHERE name = 'times_high') AS times_high,
           max(text) FILTER (WHERE name = 'exchange') AS exchange,
           max(text) FILTER (WHERE name = 'calls') AS calls
    FROM written
    GROUP BY cell_id
  ),
  pays AS (
    SELECT count(*) AS sizes, min(n) AS least_n, max(n) AS greatest_n,
           count(*) FILTER (WHERE high_speedup_ratio < 1) AS slower,
           min(n) FILTER (WHERE low_speedup_ratio > 1) AS from_n,
           max(speedup_ratio) AS best_ratio
    FROM pair
  ),
  sentence (part, cell_id, words) AS (
    SELECT 0, 0, 'The course page compares numpy.dot with joblib, which sends slices of the '
      || 'vectors to two processes, at n = 1000 and 2000. It finds that the parallelisation '
      || 'is inefficient, because the processes must exchange data and cost time to create.'
    UNION ALL
    SELECT 1, cell_id, printf('Here, at n = %d, numpy.dot takes %s and joblib %s, which is '
                              || '%s times as long', n, base, joblib, times)
      || coalesce(' (' || times_low || ' to ' || times_high || ')', '')
      || '; exchanging data takes ' || exchange || ' times as long as computing'
      || iif(compute_ns IS NULL, ', taken as numpy.dot divided by the processes', '')
      || coalesce('; creating the processes takes ' || cold || ', as long as ' || calls
                    || ' calls of numpy.dot', '') || '.'
    FROM size
    JOIN told USING (cell_id)
    UNION ALL
    SELECT 2, 0, CASE
        WHEN slower = sizes
          THEN printf('The finding of the page holds here at each of %d sizes from n = %d to '
                      || '%d: there is no break-even.', sizes, least_n, greatest_n)
        WHEN from_n IS NULL
          THEN printf('The finding of the page holds here: joblib is not clearly faster at any of '
                      || '%d sizes from n = %d to %d.', sizes, least_n, greatest_n)
        ELSE printf('The finding of the page holds here below n = %d, from which joblib pays '
                    || '(at best %.3g times as fast).', from_n, best_ratio) END
    FROM pays
    WHERE sizes > 0
  )
SELECT words
FROM sentence
WHERE EXISTS (SELECT 1 FROM pair)
ORDER BY part, cell_id;
