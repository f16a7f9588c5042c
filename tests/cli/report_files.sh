#!/bin/sh
# 'dotrec report -o DIR' writes tables, data, scripts and PDFs, flat in DIR.
. "${0%/*}/lib.sh"
need gnuplot

# what a shell inside gnuplot would take for commands
record --label "a \"label\" with 'quotes', \\, \`touch oh\` and \$(touch oh)"
expect_exit 0 "$DOTREC" report -d x.db -o rep
expect_empty out
expect_text err rep/report.pdf
expect_equal "files" "common.gp \
course.csv course.dat course.gp course.pdf course.txt \
report.dat report.gp report.pdf \
speedup.csv speedup.dat speedup.gp speedup.pdf speedup.txt" "$(names rep)"
[ ! -e oh ] || fail "a command in the label was run"
for pdf in rep/*.pdf; do
	expect_equal "how $pdf begins" %PDF "$(head -c 4 "$pdf")"
done
for name in course speedup; do
	cmp "rep/$name.gp" "$top_srcdir/reports/$name.gp" ||
		fail "not the template"
	expect_equal "lines of the CSV" 3 "$(wc -l <rep/$name.csv)"
	expect_text rep/$name.txt 'a "label" with' 'fork/native 2x1'
done
expect_equal "header of the CSV" \
	'n,serial/native,fork/native 2x1,pipe/native 2x1,shm/native 2x1' \
	"$(head -n 1 rep/course.csv)"
