-- One row per cell of a run whose repeats the CPU counted: instructions, cycles and cache misses of the caller, a call. Parameters: run=RUN. Empty where nothing was counted.
-- Means over the ok repeats, in user mode. With several workers they are those of the
-- caller alone, its waiting included: the figures for an element are then NULL.
WITH cell_of AS (
  SELECT cell_id, series, n, calls,
         iif(workers = 1 AND strategy <> 'null', n, NULL) AS elements
  FROM v_cell
  WHERE run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
), counted AS (
  SELECT c.*, count(*) AS repeats, avg(p.total_ns) AS total_ns,
         avg(p.instructions) AS instructions, avg(p.cycles) AS cycles,
         avg(p.cache_misses) AS misses
  FROM cell_of AS c
  JOIN sample AS p ON p.cell_id = c.cell_id
  WHERE p.status = 'ok' AND p.instructions IS NOT NULL
  GROUP BY c.cell_id
  UNION ALL -- a cell of which only the sums are left
  SELECT c.*, k.ok, 1.0 * k.total_ns / k.ok, 1.0 * k.instructions / k.ok,
         1.0 * k.cycles / k.ok, 1.0 * k.cache_misses / k.ok
  FROM cell_of AS c
  JOIN sketch AS k ON k.cell_id = c.cell_id
  WHERE k.instructions IS NOT NULL
)
SELECT series, repeats, instructions / calls AS call_instructions,
       cycles / calls AS call_cycles, misses / calls AS call_cache_misses,
       instructions / calls / elements AS element_instructions,
       cycles / calls / elements AS element_cycles,
       misses / calls / elements AS element_cache_misses,
       instructions / cycles AS instructions_per_cycle,
       cycles / total_ns AS cycles_per_ns
FROM counted
ORDER BY n, cell_id;
