#!/bin/sh
# 'dotrec run -q' prints nothing when all is well.
. "${0%/*}/lib.sh"

printf 'strategy,n,repeats\nserial,1000 2000,3\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
expect_empty out err
expect_exit 0 "$DOTREC" run plan.csv --quiet --db=x.db
expect_empty out err
