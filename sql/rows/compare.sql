-- One row per series of two compared runs. :rows is a JSON array of arrays.
SELECT value ->> 0 AS series, value ->> 1 AS verdict,
       value ->> 2 AS a_samples, value ->> 3 AS a_median_ns,
       value ->> 4 AS a_low_ns, value ->> 5 AS a_high_ns, value ->> 6 AS a_level,
       value ->> 7 AS b_samples, value ->> 8 AS b_median_ns,
       value ->> 9 AS b_low_ns, value ->> 10 AS b_high_ns, value ->> 11 AS b_level,
       value ->> 12 AS effect_ratio, value ->> 13 AS low_ratio,
       value ->> 14 AS high_ratio, value ->> 15 AS level,
       value ->> 16 AS p, value ->> 17 AS adjusted_p,
       value ->> 18 AS nights, value ->> 19 AS basis, value ->> 20 AS reason
FROM json_each(:rows)
ORDER BY key;
