#!/bin/sh
# The native kernel gives the bits of serial for every strategy, split and order.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<PLAN
strategy,dtype,n,workers,chunks,repeats
serial,f32 f64,1 128 129 1000 99999,1,1,1
$(strategies | sed 's/serial//'),f32 f64,1 128 129 1000 99999,1..4+1,1 3,1
PLAN
"$DOTREC" run -q -d x.db plan.csv || fail "the run: exit code $?"
cells=$((1 + 8 * ($(strategies | wc -w) - 1)))
expect_equal "sizes and types" 10 \
	"$(ask x.db 'SELECT count(*) FROM (SELECT DISTINCT n, dtype FROM v_sample)')"
expect_equal "n and dtypes with more than one result" '' "$(
	ask x.db "SELECT n, dtype, count(DISTINCT result_bits) FROM v_sample
		GROUP BY n, dtype HAVING count(DISTINCT result_bits) <> 1
		OR count(*) <> $cells")"
