-- One row: the state of a database. :rows is a JSON array of arrays.
SELECT value ->> 0 AS database, value ->> 1 AS schema_version,
       value ->> 2 AS bytes, value ->> 3 AS runs, value ->> 4 AS repeats,
       value ->> 5 AS sketches, value ->> 6 AS bytes_per_repeat,
       value ->> 7 AS last_run_utc, value ->> 8 AS last_run_status,
       value ->> 9 AS last_good_utc, value ->> 10 AS cells_not_ok,
       value ->> 11 AS cadence_days, value ->> 12 AS nights_absent,
       value ->> 13 AS next_night_utc, value ->> 14 AS overdue,
       value ->> 15 AS future_runs
FROM json_each(:rows);
