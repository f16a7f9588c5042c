#!/bin/sh
# 'dotrec report NAME -r RUN' writes that report on that run to dotrec-report.
. "${0%/*}/lib.sh"
need gnuplot

record --label old
record --label new
expect_exit 0 "$DOTREC" report course -r old -d x.db
expect_equal "files" "common.gp \
course.csv course.dat course.gp course.md course.pdf course.svg course.txt \
manifest.csv names.gp ranked.gp report.dat report.gp report.html report.pdf text.gp" \
	"$(names dotrec-report)"
expect_text dotrec-report/course.txt 'run 1 "old"'
expect_exit 0 "$DOTREC" report course -d x.db
expect_text dotrec-report/course.txt 'run 2 "new"'
rm -r dotrec-report
expect_exit 2 "$DOTREC" report nosuch -d x.db
expect_text err "no report 'nosuch'" 'dotrec list reports'
expect_exit 2 "$DOTREC" report -r nosuch -d x.db
expect_text err "no run 'nosuch'"
[ ! -e dotrec-report ] || fail "a directory was made"
