#!/bin/sh
# 'dotrec list' prints each of its six lists; without an operand it names them.
. "${0%/*}/lib.sh"

record --label 'a label'
expect_exit 0 "$DOTREC" list strategies
expect_text out null serial fork pipe shm 'vectors'
expect_exit 0 "$DOTREC" list kernels
expect_text out native blas f32 f64
expect_exit 0 "$DOTREC" list queries
expect_text out course samples 'Parameters: run=RUN.'
expect_exit 0 "$DOTREC" list reports
expect_text out course speedup
expect_exit 0 "$DOTREC" list runs -d x.db
expect_text out 'a label' finished plan.csv
expect_exit 0 "$DOTREC" list series -d x.db
expect_text out shm/native/f64/1000/2x1 serial/native/f64/2000/1x1
expect_equal "lines: header, rule, nine series" 11 "$(wc -l <out)"

for what in '' nights; do
	# shellcheck disable=SC2086 # no operand, or one
	expect_exit 2 "$DOTREC" list $what
	expect_text err strategies kernels runs series queries reports
	expect_empty out
done
