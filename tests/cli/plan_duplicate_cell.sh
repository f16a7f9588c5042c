#!/bin/sh
# Equal cells in two rows are refused with both lines; in one row they become one.
. "${0%/*}/lib.sh"

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers
serial shm,native,1000,2
# the same cell, in another row
shm,native,500 1000,2
PLAN
refuse_plan 4:1 shm/native/f64/1000/2x1 'line 2'

printf 'strategy,n,workers,repeats\nserial,1000 1000,1 2 4,3\n' >plan.csv
expect_exit 0 "$DOTREC" plan plan.csv
expect_text out '1 cell in 1 block,' '5 equal cells'
expect_exit 0 "$DOTREC" run -d x.db plan.csv
expect_text err '5 equal cells'
