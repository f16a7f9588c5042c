-- One row per series, with its name, that of the curve it is a point of, and that of
-- its mean over sizes, which is the subject of such verdicts.
CREATE VIEW v_series AS
SELECT id AS series_id, strategy, kernel, dtype, n, workers, chunks, placement,
       strategy || '/' || kernel || '/' || dtype || '/' || n || '/'
         || workers || 'x' || chunks
         || iif(placement = 'free', '', '/' || placement) AS series,
       strategy || '/' || kernel
         || iif(dtype = 'f64', '', '/' || dtype)
         || iif(workers * chunks = 1, '', ' ' || workers || 'x' || chunks)
         || iif(placement = 'free', '', ' ' || placement) AS curve,
       strategy || '/' || kernel || '/' || dtype || '/*/' || workers || 'x' || chunks
         || iif(placement = 'free', '', '/' || placement) AS sizes
FROM series;
