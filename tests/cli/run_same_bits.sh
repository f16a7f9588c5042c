#!/bin/sh
# The native and the exact kernel give the bits of serial for every strategy, split and
# order.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<PLAN
strategy,kernel,dtype,n,workers,chunks,repeats
serial,native exact,f32 f64,1 128 129 1000 99999,1,1,1
$(strategies | sed 's/serial//'),native exact,f32 f64,1 128 129 1000 99999,1..4+1,1 3,1
PLAN
"$DOTREC" run -q -d x.db plan.csv || fail "the run: exit code $?"
cells=$((1 + 8 * ($(strategies | wc -w) - 1)))
expect_equal "kernels, sizes and types" 20 "$(ask x.db 'SELECT count(*) FROM
	(SELECT DISTINCT kernel, n, dtype FROM v_sample)')"
expect_equal "kernels, n and dtypes with more than one result" '' "$(
	ask x.db "SELECT kernel, n, dtype, count(DISTINCT result_bits) FROM v_sample
		GROUP BY kernel, n, dtype HAVING count(DISTINCT result_bits) <> 1
		OR count(*) <> $cells")"
# an exact product is off by what its type cannot hold: nothing, or half a unit
expect_equal "results of exact that are not rounded once" 0 "$(ask x.db "SELECT count(*)
	FROM v_cell WHERE kernel = 'exact' AND NOT
		error_ulp <= iif(dtype = 'f64', 0, 0.5000001)")"
expect_equal "cells of exact" $((cells * 10)) "$(
	ask x.db "SELECT count(*) FROM v_cell WHERE kernel = 'exact'")"
