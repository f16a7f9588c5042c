-- One row per cell of a run: how many of its repeats were disturbed. Parameters: run=RUN.
SELECT c.series, count(*) AS repeats, sum(p.preemptions > 0) AS preempted,
       sum(p.moved) AS moved, sum(p.faults > 0) AS faulted
FROM sample AS p
JOIN v_cell AS c ON c.cell_id = p.cell_id
WHERE c.run_id = coalesce(:run, (SELECT run_id FROM v_last_run))
  AND p.status IN ('ok', 'wrong')
GROUP BY p.cell_id
ORDER BY c.n, p.cell_id;
