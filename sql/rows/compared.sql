-- One row per series in the report on two compared runs. :rows is a JSON array of arrays.
SELECT value ->> 1 AS verdict, key + 1 AS rank, value ->> 0 AS series,
       100.0 * (value ->> 12) AS change_percent,
       100.0 * (value ->> 13) AS low_percent,
       100.0 * (value ->> 14) AS high_percent,
       value ->> 3 AS a_median_ns, value ->> 8 AS b_median_ns,
       value ->> 16 AS p, value ->> 19 AS basis, value ->> 20 AS reason
FROM json_each(:rows)
ORDER BY key;
