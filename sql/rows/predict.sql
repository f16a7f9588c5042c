-- One row per predicted curve. :rows is a JSON array of arrays.
SELECT value ->> 0 AS curve, value ->> 1 AS n, value ->> 2 AS workers,
       value ->> 3 AS time_ns, value ->> 4 AS low_ns, value ->> 5 AS high_ns,
       value ->> 6 AS speedup_ratio, value ->> 7 AS low_speedup_ratio,
       value ->> 8 AS high_speedup_ratio, value ->> 9 AS level,
       value ->> 10 AS inside, value ->> 11 AS cells,
       value ->> 12 AS left_out_ratio, value ->> 13 AS note
FROM json_each(:rows)
ORDER BY key;
