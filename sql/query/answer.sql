-- One row per sentence: is the parallelisation efficient here, and from which n? The first sentence is about all curves, each other one about one curve. Parameters: run=RUN.
WITH
  cell AS MATERIALIZED ( -- so that only the cells of this run are grouped
    SELECT * FROM v_speedup
    WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  each AS (
    SELECT curve, base_curve AS base, workers, count(*) AS sizes,
           count(low_speedup_ratio) AS known,
           count(*) FILTER (WHERE low_speedup_ratio > 1) AS faster,
           count(*) FILTER (WHERE high_speedup_ratio < 1) AS slower,
           max(n) AS greatest_n,
           min(n) FILTER (WHERE low_speedup_ratio > 1) AS from_n,
           max(n) FILTER (WHERE low_speedup_ratio > 1) AS to_n,
           max(speedup_ratio) AS best_ratio, min(cell_id) AS first_cell_id
    FROM cell
    GROUP BY curve
  ),
  this AS (
    SELECT e.*, c.n AS best_n, c.low_speedup_ratio AS low,
           c.high_speedup_ratio AS high, c.efficiency_ratio AS efficiency,
           c.interval_over,
           (SELECT max(p.n) FROM cell AS p
            WHERE p.curve = e.curve AND p.n < e.from_n) AS before_n
    FROM each AS e
    JOIN cell AS c ON c.curve = e.curve AND c.speedup_ratio = e.best_ratio
    GROUP BY e.first_cell_id
  ),
  first AS ( -- in SQLite, curve and base come from the row of min()
    SELECT curve, min(from_n) AS from_n, base FROM this WHERE from_n IS NOT NULL
  ),
  sentence (part, words) AS (
    SELECT 0, 'Is the parallelisation efficient here, and from which n? '
      || CASE
           WHEN NOT EXISTS (SELECT 1 FROM this)
             THEN 'This run cannot tell: nothing parallel was measured beside serial.'
           WHEN NOT EXISTS (SELECT 1 FROM this WHERE known > 0)
             THEN 'This run cannot tell: there is no interval below 6 repeats.'
           WHEN (SELECT from_n FROM first) IS NOT NULL
             THEN 'Yes, from n = ' || (SELECT from_n FROM first) || ' with '
                  || (SELECT curve FROM first) || ' ('
                  || (SELECT count(*) FROM this WHERE from_n IS NOT NULL)
                  || ' of ' || (SELECT count(*) FROM this)
                  || ' ways to split it pay at some n).'
           ELSE 'No: none of ' || (SELECT count(*) FROM this)
                || ' ways to split it is faster than serial at any n measured.'
         END
    UNION ALL
    SELECT first_cell_id, curve || ': '
      || CASE
           WHEN known = 0 THEN 'cannot tell, no interval below 6 repeats'
           WHEN from_n IS NULL AND slower = sizes
             THEN 'no, slower than ' || base || ' at each of ' || sizes || ' n'
           WHEN from_n IS NULL
             THEN 'no, never clearly faster than ' || base || ' ('
                  || slower || ' of ' || sizes || ' n clearly slower)'
           WHEN from_n = to_n AND sizes > 1
             THEN 'only at n = ' || from_n || ' faster than ' || base
           ELSE 'yes, faster than ' || base || ' from n = ' || from_n
             || coalesce(' (not at ' || before_n || ')', ' (the least measured)')
             || iif(to_n = greatest_n, ' to the greatest measured',
                    ' to n = ' || to_n)
             || iif(faster = (SELECT count(*) FROM cell AS p
                              WHERE p.curve = this.curve
                                AND p.n BETWEEN from_n AND to_n), '',
                    ', not at every n between')
         END
      || printf('; at best %.3gx', best_ratio)
      || iif(low IS NULL, '', printf(' (%.3g to %.3g over %s)', low, high,
                                   interval_over))
      || printf(' at n = %d: efficiency %.2g of %d workers.', best_n,
                efficiency, workers)
    FROM this
  )
SELECT words
FROM sentence
ORDER BY part;
