#!/bin/sh
# As many cold starts are recorded as requested, separately from repeats; creating
# processes is counted in the part of a cold start in which it happens.
. "${0%/*}/lib.sh"
need sqlite3
dear_work

printf 'strategy,n,workers,repeats\nserial shm pipe fork,1000,2,6\n' >plan.csv
expect_exit 0 with_dear_work "$DOTREC" run -q -c 5 -S 2 -d x.db plan.csv
expect_equal "cold starts of each cell" '10|0|9' "$(ask x.db 'SELECT DISTINCT
	count(*), min(number), max(number) FROM cold GROUP BY cell_id')"
expect_equal "not ok" '' "$(ask x.db "SELECT * FROM cold WHERE status <> 'ok'
	OR open_ns IS NULL OR first_ns IS NULL")"
expect_equal "repeats" 48 "$(ask x.db 'SELECT count(*) FROM sample')"
# pools create their workers when opened, fork for each product, serial none
expect_equal "strategies, and processes made by opening and by the first product" \
	'fork|0|1 pipe|2|0 serial|0|0 shm|1|0' "$(ask x.db "SELECT strategy,
	min(open_ns) / 5000000000, min(first_ns) / 5000000000
	FROM v_cold GROUP BY strategy ORDER BY 1" | paste -s -d ' ' -)"
for bad in 0 1001 x; do
	expect_exit 2 "$DOTREC" run --cold "$bad" -d y.db plan.csv
	expect_exit 2 "$DOTREC" run --sessions "$bad" -d y.db plan.csv
done
