-- One row per sentence, with what it is about: why the figures of a run deserve less trust, and what explains a speed-up above the number of workers. Empty where there is nothing to say. Parameters: run=RUN.
WITH
  this AS MATERIALIZED (
    SELECT * FROM run
    WHERE id = coalesce(:run, (SELECT run_id FROM v_last_run))
  ),
  account AS (
    SELECT sum(planned) AS planned, sum(wrong) AS wrong, sum(failed) AS failed,
           sum(timeout) AS timeout, sum(skipped) AS skipped, sum(missing) AS missing
    FROM v_account
    WHERE run_id = (SELECT id FROM this)
  ),
  disturbed AS (
    SELECT count(*) AS repeats,
           count(*) FILTER (WHERE p.preemptions > 0 OR p.moved OR p.faults > 0) AS hit
    FROM this AS t
    JOIN cell AS c ON c.run_id = t.id
    JOIN sample AS p ON p.cell_id = c.id AND p.status IN ('ok', 'wrong')
  ),
  slow AS ( -- repeats far above the median of their cell
    SELECT count(*) AS repeats, count(*) FILTER (WHERE ratio > 2) AS many, max(ratio) AS most
    FROM (SELECT 1.0 * p.total_ns / c.calls / u.median_ns AS ratio
          FROM this AS t
          CROSS JOIN cell AS c ON c.run_id = t.id -- not all samples
          CROSS JOIN summary AS u ON u.cell_id = c.id AND u.median_ns > 0
          CROSS JOIN sample AS p ON p.cell_id = c.id AND p.status = 'ok')
  ),
  unsettled AS (
    SELECT count(*) AS cells, count(*) FILTER (WHERE settled = 0) AS many
    FROM v_cell
    WHERE run_id = (SELECT id FROM this) AND strategy <> 'null'
  ),
  apart AS ( -- a cache line from CPU to CPU and back, between the blocks
    SELECT count(*) AS looks, count(*) FILTER (WHERE ns >= 250) AS far, max(ns) AS ns
    FROM (SELECT 1.0 * total_ns / calls AS ns FROM control
          WHERE run_id = (SELECT id FROM this) AND name = 'distance')
  ),
  before AS ( -- the run before, if it was on another machine
    SELECT r.started_utc, m.cpu_model, m.cpus
    FROM this AS t
    JOIN run AS r ON r.id = (SELECT o.id FROM run AS o
                             WHERE (o.started_utc, o.id) < (t.started_utc, t.id)
                               AND o.status = 'finished'
                               AND o.id NOT IN (SELECT x.run_id FROM mark AS x
                                                WHERE x.kind = 'excluded'
                                                  AND x.undone_utc IS NULL)
                             ORDER BY o.started_utc DESC, o.id DESC LIMIT 1)
    JOIN machine AS m ON m.id = r.machine_id
    WHERE t.machine_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM v_same_machine AS s
                      WHERE s.machine_id = t.machine_id AND s.other_id = r.machine_id)
  ),
  beyond AS ( -- the speed-up that is furthest above the number of workers
    SELECT s.curve, s.n, s.workers, s.speedup_ratio,
           s.n * iif(s.dtype = 'f32', 8, 16) AS bytes,
           s.n * iif(s.dtype = 'f32', 8, 16) / s.workers AS part_bytes,
           m.l1d_bytes, m.l2_bytes
    FROM this AS t
    JOIN v_speedup AS s ON s.run_id = t.id
    LEFT JOIN machine AS m ON m.id = t.machine_id
    WHERE s.low_speedup_ratio > s.workers AND s.workers > 1
    ORDER BY s.speedup_ratio / s.workers DESC
    LIMIT 1
  ),
  cache AS ( -- the smallest cache of a CPU that holds a worker's part, but not the whole
    SELECT name, cache_bytes
    FROM (SELECT 1 AS level, 'L1' AS name, l1d_bytes AS cache_bytes FROM beyond
          UNION ALL SELECT 2, 'L2', l2_bytes FROM beyond), beyond
    WHERE cache_bytes >= part_bytes AND cache_bytes < bytes
    ORDER BY level
    LIMIT 1
  ),
  sentence (part, words) AS (
    SELECT 1, 'Not all repeats are ok: of ' || planned || ' planned, '
      || substr(iif(wrong, ', ' || wrong || ' gave a wrong result', '')
                || iif(failed, ', ' || failed || ' failed', '')
                || iif(timeout, ', ' || timeout || ' took too long', '')
                || iif(skipped, ', ' || skipped || iif(skipped = 1, ' was', ' were') || ' skipped', '')
                || iif(missing, ', ' || missing || iif(missing = 1, ' is', ' are') || ' missing', ''), 3) || '.'
    FROM account
    WHERE wrong + failed + timeout + skipped + missing > 0
    UNION ALL
    SELECT 2, 'The machine was noisy: ' || noisy || '. Measure again when it is quiet; '
      || '''dotrec doctor'' says what helps.'
    FROM this
    WHERE noisy <> ''
    UNION ALL
    SELECT 3, printf('%d of %d repeats (%.0f %%) were disturbed: the caller was preempted, '
                     || 'moved to another CPU or had page faults.',
                     hit, repeats, 100.0 * hit / repeats)
    FROM disturbed
    WHERE hit > 0.05 * repeats
    UNION ALL
    SELECT 3.2, printf('%d of %d repeats (%.0f %%) took more than twice as long as the median '
                       || 'of their cell, and one of them %s times as long. Use the medians, '
                       || 'because such repeats spoil means.',
                       many, repeats, 100.0 * many / repeats,
                       iif(most < 100, printf('%.2g', most), printf('%.0f', most)))
    FROM slow
    WHERE many > 0.01 * repeats
    UNION ALL
    SELECT 3.4, printf('%d of %d cells still became faster or slower when their repeats began '
                       || '(v_cell.settled). More repeats help.', many, cells)
    FROM unsettled
    WHERE many > 0.05 * cells
    UNION ALL
    SELECT 3.6, printf('The CPUs were far apart: a cache line took up to %.0f ns there and back, '
                       || 'which every exchange pays, where some 100 ns are usual. Choose CPUs '
                       || 'that share a cache, with lscpu -e and taskset -c, if there are any.', ns)
    FROM apart
    WHERE far > 0.5 * looks
    UNION ALL
    SELECT 4, 'The run has one session: the intervals cover how much repeats differ, but '
      || 'not how much one start of the program differs from the next. With --sessions 6 they cover that, too.'
    FROM this
    WHERE sessions = 1 AND external IS NULL
      AND EXISTS (SELECT 1 FROM v_summary AS u
                  WHERE u.run_id = this.id AND u.samples > 1)
    UNION ALL
    SELECT 4.5, 'The BLAS may be slower than it could be: '
      || behind || '. ''dotrec doctor'' says what helps.'
    FROM (SELECT id, iif(json_valid(host_before),
                         json_extract(host_before, '$.blas_behind'), NULL) AS behind
          FROM this) AS this
    WHERE behind IS NOT NULL
      AND EXISTS (SELECT 1 FROM v_cell AS c WHERE c.run_id = this.id AND c.kernel = 'blas')
    UNION ALL
    SELECT 5, 'The run before (' || started_utc || ') was on another machine: '
      || coalesce(cpu_model, 'not known') || coalesce(', ' || cpus || ' CPUs', '') || '.'
    FROM before
    UNION ALL
    SELECT 6, printf('%s is %.3g times as fast as serial at n = %d, with %d workers: ',
                     curve, speedup_ratio, n, workers)
      || coalesce((SELECT printf('the part of a worker (%,d KiB) fits %s (%,d KiB), and '
                                 || 'the whole (%,d KiB) does not.', part_bytes / 1024, name,
                                 cache_bytes / 1024, bytes / 1024)
                   FROM cache),
                  'the sizes of the caches do not explain it, so look at the clock and at '
                  || 'what else ran.')
    FROM beyond
  )
SELECT words,
       CASE part WHEN 1 THEN 'account' WHEN 2 THEN 'noise' WHEN 3 THEN 'disturbed'
            WHEN 3.2 THEN 'outliers' WHEN 3.4 THEN 'settled' WHEN 3.6 THEN 'distance'
            WHEN 4 THEN 'sessions' WHEN 4.5 THEN 'blas' WHEN 5 THEN 'machine'
            ELSE 'speed-up' END AS about
FROM sentence
ORDER BY part;
