#!/bin/sh
# Without gnuplot a report lacks its pictures; exit code 8, and the message says what
# to install.
. "${0%/*}/lib.sh"

record
mkdir bin # stays empty
expect_exit 0 env PATH="$work/bin" "$DOTREC" run -q -d x.db plan.csv
expect_exit 8 env PATH="$work/bin" "$DOTREC" report course account -d x.db \
	-o rep
expect_empty out
expect_text err gnuplot 'apt install gnuplot-nox' "'dotrec report'" "'rep'"
expect_equal "files" "account.csv account.md account.txt common.gp \
course.csv course.dat course.gp course.md course.txt manifest.csv \
names.gp ranked.gp report.dat report.gp report.html text.gp" "$(names rep)"
expect_text rep/report.html 'gnuplot was not there to draw it'
if command -v gnuplot >/dev/null; then
	(cd rep && gnuplot -d report.gp) || fail "gnuplot fails on the scripts"
	[ -s rep/report.pdf ] || fail "the scripts draw nothing"
fi
