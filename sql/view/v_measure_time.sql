-- One row per cell: the fields of the course's measure_time, seconds per call.
CREATE VIEW v_measure_time AS
SELECT c.run_id, c.cell_id, c.series, c.curve,
       c.strategy, c.kernel, c.dtype, c.workers, c.chunks,
       u.mean_ns * 1e-9 AS average,
       u.deviation_ns * 1e-9 AS deviation,
       u.min_ns * 1e-9 AS min_exec,
       u.max_ns * 1e-9 AS max_exec,
       u.samples AS repeat,
       c.calls AS number,
       u.mean_ns * u.samples * 1e-9 AS ttime,
       c.n AS size
FROM summary AS u
JOIN v_cell AS c ON c.cell_id = u.cell_id;
