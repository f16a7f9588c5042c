#!/bin/sh
# 'dotrec plan' prints each cell with its memory and time, and runs nothing.
. "${0%/*}/lib.sh"

cat >plan.csv <<'PLAN'
# two rows, one of them with a range and with cells that become equal
strategy,kernel,dtype,n,workers,chunks,repeats,placement,timeout_ms
serial,native,f64,1000..100000*10,1 2,1,15,free,60000
pipe shm,native,f32 f64,1000 100000,2,4,7,free pinned,500
PLAN
expect_exit 0 "$DOTREC" plan plan.csv
expect_empty err
# the advice depends on the CPUs of this machine
sed -i '/^advice: /d' out
cmp out "$top_srcdir/tests/golden/plan_cells.txt" ||
	fail "not the bytes of tests/golden/plan_cells.txt"
expect_equal "files" "err out plan.csv" "$(names .)"
