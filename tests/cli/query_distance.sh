#!/bin/sh
# The query and the report 'distance' group speed-ups by the distance of the CPUs,
# measured before and after each block.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,workers,repeats\nserial shm,1000,2,7\n' >plan.csv
expect_exit 0 "$DOTREC" run -q --sessions 7 -d x.db plan.csv
# given distances before and after the block of each session: 70 and 100 ns are in one
# class, 70 and 400 are not
distances x.db 'iif(look = 13, 400, iif(look % 2, 100, 70))'
expect_equal "looks" 14 "$(ask x.db "SELECT count(*) FROM control WHERE name = 'distance'")"

expect_exit 0 "$DOTREC" query distance -d x.db --format csv
tr -d '\r' <out | cut -d, -f1-5 >rows
expect_equal "rows" 3 "$(wc -l <rows)"
expect_text rows '"shm/native 2x1, 64 to 127 ns",1000,64,6'
expect_text rows '"shm/native 2x1, changing",1000,,1'
expect_equal "no interval of one session" 1 "$(tr -d '\r' <out | grep -c ',,,[0-9.e+-]*$')"

# recomputed here: the median of seven ratios per session, and of six such medians
hand=$(ask x.db "WITH
	r AS (SELECT p.session, b.ns / (1.0 * p.total_ns / p.calls) AS x
	      FROM v_sample AS p
	      JOIN (SELECT round, 1.0 * total_ns / calls AS ns FROM v_sample
	            WHERE strategy = 'serial') AS b USING (round)
	      WHERE p.strategy = 'shm' AND p.session < 6),
	m AS (SELECT x FROM (SELECT x, row_number() OVER (PARTITION BY session ORDER BY x)
	                     AS i FROM r) WHERE i = 4),
	o AS (SELECT x, row_number() OVER (ORDER BY x) AS i FROM m)
	SELECT printf('%.6f|%.6f|%.6f', (SELECT avg(x) FROM o WHERE i IN (3, 4)), min(x), max(x))
	FROM m")
expect_equal "by hand" "$hand" "$(tr -d '\r' <out | awk -F'"' '/64 to 127/ { print $3 }' |
	awk -F, '{ printf "%.6f|%.6f|%.6f", $5, $6, $7 }')"

expect_exit 0 "$DOTREC" report --text -d x.db distance
expect_text out 'shm/native 2x1, 64 to 127 ns'
expect_text out 'shm/native 2x1, changing'

# a machine with one CPU has no distances
sqlite3 x.db "DELETE FROM control WHERE name = 'distance'"
expect_exit 0 "$DOTREC" report --text -d x.db distance
expect_empty err
