-- One row per series of two runs: its cell in each, NULL where there is none.
SELECT coalesce(a.series_id, b.series_id), coalesce(a.series, b.series),
       a.cell_id, a.status, a.reason, b.cell_id, b.status, b.reason
FROM (SELECT * FROM v_cell WHERE run_id = :a) AS a
FULL JOIN (SELECT * FROM v_cell WHERE run_id = :b) AS b
  ON b.series_id = a.series_id
ORDER BY 2;
