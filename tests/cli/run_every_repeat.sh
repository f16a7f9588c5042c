#!/bin/sh
# 'dotrec run' records every planned repeat as one row of v_sample.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<PLAN
strategy,kernel,dtype,n,workers,chunks,repeats
null,native,f64,1000,1,1,4
serial,native,f32 f64,1 1000 20000,1,1,3
$(strategies | sed 's/serial//'),native,f32 f64,1 1000 20000,1 3,1 2,5
PLAN
ways=$(($(strategies | wc -w) - 1))
[ "$ways" -ge 3 ] || fail "only $ways strategies besides serial"
# cells of a strategy: 3 n x 2 types x 2 workers x 2 chunks
expect_exit 0 "$DOTREC" run -d x.db plan.csv
expect_equal "rows, cells" \
	"$((4 + 3 * 6 + 5 * 24 * ways))|$((1 + 6 + 24 * ways))" "$(
	ask x.db "SELECT count(*), count(DISTINCT cell_id)
		FROM v_sample WHERE status = 'ok'")"
expect_equal "cells without one row for each of 0, 1, 2, ..." 0 "$(
	ask x.db "SELECT count(*) FROM cell AS c WHERE planned <>
		(SELECT count(*) FROM sample AS s WHERE s.cell_id = c.id)
		OR planned - 1 <>
		(SELECT max(repeat) FROM sample AS s WHERE s.cell_id = c.id)")"
