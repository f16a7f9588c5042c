-- The median in a file estimates.json of criterion (Rust), in nanoseconds; its name is
-- in the path: target/criterion/GROUP/FUNCTION/VALUE/new/estimates.json.
SELECT '$.median.point_estimate', :path, NULL, NULL,
       coalesce(:text -> '$.median.point_estimate', :text -> '$.mean.point_estimate')
         ->> '$', 'ns', NULL,
       'no single times are there, so that the median is stored as one repeat; '
         || 'sample.json beside it has all of them';
