#!/bin/sh
# Cold starts are counted, kept apart from repeats, and as many as asked for.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,workers,repeats\nserial shm pipe fork,1000,2,6\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -c 5 -S 2 -d x.db plan.csv
expect_equal "cold starts of each cell" '10|0|9' "$(ask x.db 'SELECT DISTINCT
	count(*), min(number), max(number) FROM cold GROUP BY cell_id')"
expect_equal "not ok" '' "$(ask x.db "SELECT * FROM cold WHERE status <> 'ok'
	OR open_ns IS NULL OR first_ns IS NULL")"
expect_equal "repeats" 48 "$(ask x.db 'SELECT count(*) FROM sample')"
# processes have to be made: that is no matter of a serial cell's size
expect_equal "slow to open" 'fork pipe shm ' "$(ask x.db "SELECT strategy
	FROM v_cold GROUP BY strategy HAVING min(open_ns + first_ns) > 30000
	ORDER BY 1" | tr '\n' ' ')"
for bad in 0 1001 x; do
	expect_exit 2 "$DOTREC" run --cold "$bad" -d y.db plan.csv
	expect_exit 2 "$DOTREC" run --sessions "$bad" -d y.db plan.csv
done
