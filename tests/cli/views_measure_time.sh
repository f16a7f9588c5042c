#!/bin/sh
# v_measure_time has the average, extremes and total of the repeats in v_sample.
. "${0%/*}/lib.sh"
need sqlite3

record
expect_equal "cells, and those that agree" '9|9|9|9|9' "$(
	ask x.db "WITH s AS (SELECT cell_id,
			avg(total_ns * 1e-9 / calls) AS average,
			min(total_ns * 1e-9 / calls) AS least,
			max(total_ns * 1e-9 / calls) AS most,
			sum(total_ns * 1e-9 / calls) AS all_s,
			count(*) AS repeat, max(calls) AS number
			FROM v_sample WHERE status = 'ok' GROUP BY cell_id)
		SELECT count(*),
			sum(abs(m.average / s.average - 1) <= 1e-12),
			sum(abs(min_exec / least - 1) <= 1e-12
				AND abs(max_exec / most - 1) <= 1e-12),
			sum(abs(ttime / all_s - 1) <= 1e-12),
			sum(m.repeat = s.repeat AND m.number = s.number
				AND m.size IN (1000, 2000))
		FROM s JOIN v_measure_time AS m USING (cell_id)")"
# deviation: the root of the mean square deviation, as the course defines it
expect_equal "cells with another deviation" 0 "$(
	ask x.db "SELECT count(*) FROM v_measure_time AS m WHERE NOT abs(
		deviation * deviation - (SELECT avg(
			(total_ns * 1e-9 / calls - m.average) *
			(total_ns * 1e-9 / calls - m.average))
			FROM v_sample AS s WHERE s.cell_id = m.cell_id))
		<= 1e-9 * deviation * deviation")"
