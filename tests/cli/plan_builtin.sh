#!/bin/sh
# Without a file, 'dotrec plan' shows the built-in plan; its CSV form is the same plan.
. "${0%/*}/lib.sh"

expect_exit 0 "$DOTREC" plan
expect_text out /1000/ /2000/ ' cells in ' ' repeats' ' of memory' 'about '
mv out builtin.txt
expect_exit 0 "$DOTREC" plan --csv
mv out builtin.csv
expect_exit 0 "$DOTREC" plan builtin.csv
cmp out builtin.txt || fail "the CSV of the built-in plan gives another plan"
[ ! -e dotrec.db ] || fail "a database was made"
