-- One row per sentence: what the course page did, what is measured here, and how far its finding holds. Parameters: run=RUN.
-- Where a peer does not tell how long it computed, the computation is taken to be the
-- time of numpy.dot divided by the workers, and the exchange all the rest.
WITH
  pair AS MATERIALIZED ( -- joblib's cells against numpy.dot
    SELECT s.*, c.open_ns + c.first_ns AS cold_ns,
           s.base_median_ns / s.workers AS ideal_ns,
           (SELECT iif(count(p.compute_ns) = count(*),
                       1.0 * sum(p.compute_ns) / count(*) / c.calls, NULL)
            FROM sample AS p
            WHERE p.cell_id = s.cell_id AND p.status = 'ok') AS compute_ns
    FROM v_speedup AS s
    JOIN v_cell AS c ON c.cell_id = s.cell_id
    WHERE s.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
      AND s.strategy = 'peer:joblib' AND s.dtype = 'f64'
      AND s.base_curve = 'peer:numpy/numpy'
  ),
  size AS ( -- the page's sizes, or the least and the greatest
    SELECT * FROM pair
    WHERE n IN (1000, 2000)
       OR (NOT EXISTS (SELECT 1 FROM pair WHERE n IN (1000, 2000))
           AND n IN ((SELECT min(n) FROM pair), (SELECT max(n) FROM pair)))
  ),
  shown AS (
    SELECT cell_id, what,
           CASE WHEN ns < 999.5 THEN printf('%.3g ns', ns)
                WHEN ns < 999500 THEN printf('%.3g us', 1e-3 * ns)
                WHEN ns < 999500000 THEN printf('%.3g ms', 1e-6 * ns)
                ELSE printf('%.3g s', 1e-9 * ns) END AS text
    FROM (SELECT cell_id, 'base' AS what, base_median_ns AS ns FROM size
          UNION ALL SELECT cell_id, 'own', median_ns FROM size
          UNION ALL SELECT cell_id, 'cold', cold_ns FROM size WHERE cold_ns IS NOT NULL)
  ),
  pays AS (
    SELECT count(*) AS sizes, min(n) AS least_n, max(n) AS greatest_n,
           count(*) FILTER (WHERE high_speedup_ratio < 1) AS slower,
           min(n) FILTER (WHERE low_speedup_ratio > 1) AS from_n,
           max(speedup_ratio) AS best_ratio
    FROM pair
  ),
  sentence (part, n, words) AS (
    SELECT 0, 0, 'The course page compares numpy.dot with joblib, which sends slices of the '
      || 'vectors to two processes, at n = 1000 and 2000. It finds that the parallelisation '
      || 'is inefficient, because the processes must exchange data and cost time to create.'
    UNION ALL
    SELECT 1, n, printf('Here, at n = %d, numpy.dot takes %s and joblib %s, which is %.3g times as long',
                        n, (SELECT text FROM shown AS h WHERE h.cell_id = size.cell_id AND what = 'base'), (SELECT text FROM shown AS h WHERE h.cell_id = size.cell_id AND what = 'own'), 1 / speedup_ratio)
      || iif(high_speedup_ratio > 0 AND low_speedup_ratio > 0,
             printf(' (%.3g to %.3g)', 1 / high_speedup_ratio, 1 / low_speedup_ratio), '')
      || printf('; the exchange takes %.3g times as long as the computation%s',
                (median_ns - coalesce(compute_ns, ideal_ns))
                  / coalesce(compute_ns, ideal_ns),
                iif(compute_ns IS NULL, ' (half of numpy.dot, were it split)', ''))
      || coalesce(printf('; to start the processes takes %s, as long as %.3g calls of numpy.dot',
                         (SELECT text FROM shown AS h WHERE h.cell_id = size.cell_id AND what = 'cold'), cold_ns / base_median_ns), '') || '.'
    FROM size
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
SELECT words FROM sentence
WHERE EXISTS (SELECT 1 FROM pair)
ORDER BY part, n;
