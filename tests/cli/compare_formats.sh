#!/bin/sh
# 'dotrec compare' writes one row per series of either run, in each format.
. "${0%/*}/lib.sh"
need sqlite3

record --label first
cat >plan.csv <<-'PLAN'
	strategy,kernel,n,workers,repeats
	serial fork,native,1000,2,7
	pipe,native,1000,2,2
	shm,native,3000,2,7
PLAN
"$DOTREC" run -q -d x.db --label 'second|run' plan.csv || fail "the run"
# fixed times, so that the width of the columns does not depend on the machine's load
ask x.db "UPDATE sample SET spawn_ns = 0, dispatch_ns = 0, collect_ns = 0,
	compute_ns = t, total_ns = t FROM (SELECT id, 24200 * calls AS t FROM cell)
	WHERE id = cell_id AND total_ns IS NOT NULL"

expect_exit 0 "$DOTREC" compare -d x.db first 'second|run'
expect_text out 'a: run 1 "first"' 'b: run 2 "second|run"' \
	'geometric mean of b / a' 'sum of the medians of 3 series' \
	'7 and 2 repeats' 'shm/native/f64/3000/2x1: only in b' \
	'6 series: only in a'
expect_equal "widest line" 1 "$(awk '!/:/ && length($0) > 120 { long = 1 }
	END { print !long }' out)"
expect_equal "series" 10 "$(grep -c '^[a-z]*/native/f64/[0-9]*/[0-9]x1 .*[a-z*]$' out)"

expect_exit 0 "$DOTREC" compare -d x.db 1 2 --format csv
expect_text out 'series,verdict,a_samples,a_median_ns,a_low_ns' \
	',only in a' ',only in b' \
	',7 and 7 repeats,'
expect_equal "lines" 11 "$(wc -l <out)"
cut -d, -f1,2 out >csv
expect_exit 0 "$DOTREC" compare -d x.db 1 2 --format tsv
cut -f1,2 out | tr '\t' , | cmp - csv || fail "the rows of tsv and csv differ"
expect_exit 0 "$DOTREC" compare -d x.db 1 2 --format jsonl
expect_equal "objects" 10 "$(grep -c '^{"series":".*}$' out)"
expect_text out '"b_median_ns":null' '"nights":0' '"reason":"only in a"'
expect_exit 0 "$DOTREC" compare -d x.db 1 2 --format json
expect_equal "brackets" '[ ]' "$(sed -n '1p;$p' out | paste -s -d ' ' -)"
expect_exit 0 "$DOTREC" compare -d x.db 1 2 --format markdown
expect_equal "rows" 12 "$(grep -c '^|.*|$' out)"
expect_text out '- sum of the medians'
