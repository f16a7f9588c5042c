-- The values of an imported run as one text.
SELECT coalesce(group_concat(cell, ';'), '')
FROM (SELECT s.strategy || ' ' || s.n || ' ' || s.workers || ' ' || u.samples
             || format(' %!.17g %!.17g %!.17g %!.17g', u.min_ns, u.median_ns,
                       u.mean_ns, u.max_ns) AS cell
      FROM cell AS c
      JOIN series AS s ON s.id = c.series_id
      JOIN summary AS u ON u.cell_id = c.id
      WHERE c.run_id = :run_id
      ORDER BY s.strategy, s.n, s.workers);
