-- One row per curve and size: how many units in the last place its worst result is off the reference, and how many it may be. Parameters: run=RUN.
-- Bits of doubles of one sign, read as integers, are in the order of the
-- doubles: their difference counts the doubles between. An f32's is 2^29.
WITH
  held AS (
    SELECT c.curve, c.n, c.cell_id, c.dtype, c.bound, c.exact, k.reference_bits,
           iif(c.dtype = 'f32', 29, 0) AS shift
    FROM v_cell AS c
    JOIN cell AS k ON k.id = c.cell_id
    WHERE c.run_id = coalesce(:run, (SELECT max(id) FROM run))
      AND k.reference_bits IS NOT NULL
  ),
  truth AS ( -- the compensated sum, where a cell of this n was held to it
    SELECT n, dtype, min(reference_bits) AS bits
    FROM held WHERE exact = 0 GROUP BY n, dtype
  ),
  result AS (
    SELECT c.curve, c.n, c.cell_id, c.dtype, c.shift, c.bound, c.exact,
           t.bits IS NOT NULL AS compensated,
           coalesce(t.bits, c.reference_bits) AS truth, p.result_bits AS bits
    FROM held AS c
    JOIN sample AS p ON p.cell_id = c.cell_id AND p.result_bits IS NOT NULL
    LEFT JOIN truth AS t ON t.n = c.n AND t.dtype = c.dtype
  ),
  off AS (
    SELECT *,
           abs(iif(bits < 0, -(bits & 0x7fffffffffffffff), bits)
               - iif(truth < 0, -(truth & 0x7fffffffffffffff), truth))
             >> shift AS ulp
    FROM result
  )
SELECT curve, n, max(ulp) AS ulp, min(ulp) AS least_ulp,
       max(bound) / pow(2.0, ((max(truth) >> 52) & 2047) - 1075 + max(shift))
         AS bound_ulp,
       min(compensated) AS compensated, max(exact) AS must_be_exact,
       count(*) AS samples
FROM off
GROUP BY cell_id
ORDER BY dtype DESC, min(cell_id) OVER (PARTITION BY curve), n;
