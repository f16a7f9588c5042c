#!/bin/sh
# 'dotrec run' prints a table on stdout, and its progress on stderr.
. "${0%/*}/lib.sh"

printf 'strategy,n,repeats,workers\nserial shm,1000 2000,7,2\n' >plan.csv
expect_exit 0 "$DOTREC" run -d x.db plan.csv
expect_text out 'run 1, ' ' 28 samples' serial/native 'shm/native 2x1'
expect_equal "sizes in the table" '1000 2000' \
	"$(sed -n 's/^ *\([0-9][0-9]*\)  .*/\1/p' out | paste -s -d ' ' -)"
expect_text err 'block 1 of 2, n = 1000 f64: done' \
	'block 2 of 2, n = 2000 f64: done' \
	"run 1 in 'x.db': 28 ok, 0 wrong, 0 failed, 0 timed out, 0 skipped"

# where numpy is missing there is no table of the course page
printf 'strategy,kernel,n,repeats,workers\nserial,native,1000,7,1\npeer:numpy,numpy,1000,7,1\n' >plan.csv
DOTREC_PEERS=$PWD expect_exit 0 "$DOTREC" run -d y.db plan.csv
expect_text out ' 7 samples' serial/native
! grep -q -e 'nothing was measured' -e 'course page' out || fail "an empty table is printed"
expect_text err 'peer:numpy: no peer '
