-- One row per sentence: is the parallelisation efficient here, and from which n? First of all curves, then of each. Parameters: run=RUN.
WITH
  this AS (
    SELECT b.*, s.n AS best_n, s.low_speedup_ratio AS low,
           s.high_speedup_ratio AS high, s.efficiency_ratio AS efficiency,
           s.interval_over,
           (SELECT max(p.n) FROM v_speedup AS p
            WHERE p.run_id = b.run_id AND p.curve = b.curve
              AND p.n < b.from_n) AS before_n
    FROM v_breakeven AS b
    JOIN v_speedup AS s ON s.run_id = b.run_id AND s.curve = b.curve
      AND s.speedup_ratio = b.best_ratio
    WHERE b.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
    GROUP BY b.first_cell_id
  ),
  first AS ( -- SQLite: the row of the least from_n
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
             || iif(faster = (SELECT count(*) FROM v_speedup AS p
                              WHERE p.run_id = this.run_id
                                AND p.curve = this.curve
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
