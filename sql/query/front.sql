-- One row per curve and size, of at most 7 curves, the bases and the best of each strategy first: time, speed-up, where the curve begins to pay, and the n at which both vectors fill a cache. Parameters: run=RUN.
-- shown_s, the median for a table, is given for 5 curves and at most about 8 sizes: 1000 and 2000,
-- which are those of the course page, and powers of ten, or else some of all sizes.
WITH
  this AS (
    SELECT id, machine_id FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  point AS MATERIALIZED (
    SELECT u.curve, u.strategy, u.dtype, u.n, u.cell_id, u.median_ns,
           u.low_ns, u.high_ns, u.samples, u.interval_over,
           s.ratio AS speedup_ratio, s.low_ratio AS low_speedup_ratio,
           s.high_ratio AS high_speedup_ratio,
           min(u.n) FILTER (WHERE s.low_ratio > 1)
             OVER (PARTITION BY u.curve) AS faster_n
    FROM this AS t
    JOIN v_summary AS u ON u.run_id = t.id
    LEFT JOIN speedup AS s ON s.cell_id = u.cell_id -- (v_speedup would read all runs)
    WHERE u.samples > 0 AND u.strategy <> 'null'
  ),
  each AS (
    SELECT curve, strategy, min(cell_id) AS first_cell_id,
           max(speedup_ratio) AS best, max(speedup_ratio) IS NULL AS alone,
           strategy IN ('peer:numpy', 'peer:joblib') AS of_course
    FROM point
    GROUP BY curve
  ),
  of_strategy AS (
    SELECT *, row_number() OVER (PARTITION BY alone, iif(alone, curve, strategy)
                                 ORDER BY best DESC, first_cell_id) AS nth
    FROM each
  ),
  of_kind AS ( -- bases and parallel curves in turn, so that there is room for both
    SELECT *, row_number() OVER (PARTITION BY of_course, alone
                                 ORDER BY nth > 1, best DESC, first_cell_id) AS turn
    FROM of_strategy
  ),
  chosen AS (
    SELECT *, row_number() OVER (ORDER BY NOT of_course, nth > 1, turn, NOT alone,
                                 first_cell_id) AS place
    FROM of_kind
    ORDER BY place
    LIMIT 7
  ),
  size AS (
    SELECT n, row_number() OVER (ORDER BY n) AS place, count(*) OVER () AS sizes,
           n IN (1000, 2000) OR CAST(n AS TEXT) = rpad_zeros AS usual
    FROM (SELECT DISTINCT n,
                 substr('10000000000000000000', 1, length(CAST(n AS TEXT))) AS rpad_zeros
          FROM point)
  ),
  shown AS (
    SELECT n
    FROM (SELECT *, sum(usual) OVER () AS usuals FROM size)
    WHERE sizes <= 8 OR iif(usuals >= 3, usual, place % ((sizes + 7) / 8) = 0)
  )
SELECT p.curve, p.n, p.median_ns * 1e-9 AS median_s, p.low_ns * 1e-9 AS low_s,
       p.high_ns * 1e-9 AS high_s, p.speedup_ratio, p.low_speedup_ratio,
       p.high_speedup_ratio,
       max(p.n) FILTER (WHERE p.n < p.faster_n) OVER (PARTITION BY p.curve)
         AS not_faster_n,
       p.faster_n,
       nullif(m.l1d_bytes, 0) / iif(p.dtype = 'f32', 8, 16) AS l1_n,
       nullif(m.l2_bytes, 0) / iif(p.dtype = 'f32', 8, 16) AS l2_n,
       nullif(m.l3_bytes, 0) / iif(p.dtype = 'f32', 8, 16) AS l3_n,
       iif(c.place <= 5 AND p.n IN (SELECT n FROM shown), p.median_ns * 1e-9, NULL)
         AS shown_s,
       p.samples, p.interval_over
FROM chosen AS c
JOIN point AS p ON p.curve = c.curve
CROSS JOIN this AS t
LEFT JOIN machine AS m ON m.id = t.machine_id
ORDER BY NOT c.of_course, NOT c.alone, c.best DESC, c.first_cell_id, p.n;
