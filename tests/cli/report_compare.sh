#!/bin/sh
# 'dotrec report --compare A B' writes the table of 'dotrec compare A B' and a picture,
# and the report can be verified.
. "${0%/*}/lib.sh"
need gnuplot

record --label before
record --label after
record --label later
expect_exit 0 "$DOTREC" report --compare before after -d x.db -o rep
expect_equal "files" "common.gp compare.csv compare.dat compare.gp compare.md \
compare.pdf compare.svg compare.txt manifest.csv names.gp ranked.gp report.dat \
report.gp report.html report.pdf text.gp" "$(names rep)"
expect_text rep/compare.md 'a: run 1 "before"' 'b: run 2 "after"' \
	serial/native/f64/1000/1x1
"$DOTREC" compare before after -d x.db --format csv >compare.csv
expect_equal "rows" "$(wc -l <compare.csv)" "$(wc -l <rep/compare.csv)"
expect_equal "series and verdicts" \
	"$(sed 1d compare.csv | cut -d , -f 1,2 | sort)" \
	"$(sed 1d rep/compare.csv | awk -F , -v OFS=, '{ print $3, $1 }' | sort)"
expect_exit 0 "$DOTREC" report --verify rep -d x.db
sed -i 's/a: run 1/a: run 3/' rep/compare.md
expect_exit 5 "$DOTREC" report --verify rep -d x.db
expect_text err compare.md
expect_exit 0 "$DOTREC" report --compare before -d x.db --text # compared with the last run
expect_text out '"before"' '"later"'

expect_exit 2 "$DOTREC" report compare -d x.db
expect_text err 'compares two runs' '--compare'
expect_exit 2 "$DOTREC" report --compare before nosuch -d x.db
expect_text err "no run 'nosuch'"
expect_exit 2 "$DOTREC" report --compare before after later -d x.db
expect_text err "'later'"
