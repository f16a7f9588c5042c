-- One row per cold start of a cell: made, used once, never mixed with repeats.
CREATE VIEW v_cold AS
SELECT c.run_id, c.cell_id, c.series_id, c.series, c.curve,
       c.strategy, c.kernel, c.dtype, c.n, c.workers, c.chunks, c.placement,
       k.number, k.status, k.start_ns, k.open_ns, k.first_ns,
       k.open_ns + k.first_ns AS total_ns, k.reason
FROM cold AS k
JOIN v_cell AS c ON c.cell_id = k.cell_id;
