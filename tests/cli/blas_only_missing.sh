#!/bin/sh
# A run that can measure none of its cells exits with 4.
. "${0%/*}/lib.sh"

printf 'strategy,kernel,n,repeats\nserial,blas,1000,3\n' >plan.csv
expect_exit 4 env DOTREC_BLAS=/nonexistent "$DOTREC" run -d x.db plan.csv
expect_empty out
expect_text err '0 ok' '3 skipped'
expect_exit 0 "$DOTREC" query account -d x.db --format csv
expect_text out 'serial/blas/f64/1000/1x1,3,0,0,0,0,3,0'
