#!/bin/sh
# The control kernel runs before each block and after the last.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,repeats\nserial,1000 2000 3000,6\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
expect_equal "of each kind" 'chain|20 empty|20 stream|20 ' "$(ask x.db \
	"SELECT name, samples FROM v_control WHERE name <> 'distance'
	ORDER BY 1" | tr '\n' ' ')"
# once a block, where there is a second CPU and it is free
expect_equal "distances" 1 "$(ask x.db "SELECT count(*) <= 4 FROM control
	WHERE name = 'distance' AND total_ns > 0")"
expect_equal "in order" 0 "$(ask x.db 'SELECT count(*) FROM control AS a
	JOIN control AS b ON b.number = a.number + 1 WHERE b.start_ns < a.start_ns')"
expect_equal "an empty interval takes time" 1 "$(ask x.db "SELECT min_ns > 0
	FROM v_control WHERE name = 'empty'")"
