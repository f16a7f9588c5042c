#!/bin/sh
# A report can be made of a run without parallel cells, or without any timed cell.
. "${0%/*}/lib.sh"
need gnuplot

printf 'strategy,n,repeats\nserial,1000,3\n' >plan.csv
"$DOTREC" run -q -d x.db plan.csv
expect_exit 0 "$DOTREC" report -d x.db -o serial
expect_text serial/front.txt 'nothing parallel was measured'
expect_text serial/about.txt 'nothing to show: page, speedup,' 'breakeven, phases'
[ ! -e serial/speedup.txt ] || fail "an empty report was made"
[ -s serial/report.pdf ] || fail "no report.pdf"
printf 'strategy,n,repeats\nnull,1000,3\n' >plan.csv
"$DOTREC" run -q -d x.db plan.csv
expect_exit 0 "$DOTREC" report -d x.db -o null
[ -s null/report.pdf ] || fail "no report.pdf"
