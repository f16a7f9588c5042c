#!/bin/sh
# Tables that are longer than a page continue on the next page of report.pdf.
. "${0%/*}/lib.sh"
need gnuplot pdfinfo

printf 'strategy,n,repeats\nserial fork,1..60+1,1\n' >plan.csv
"$DOTREC" run -q -d x.db plan.csv
expect_exit 0 "$DOTREC" report time -d x.db -o rep
expect_equal "pages: a table on two, a figure" 3 \
	"$(pdfinfo rep/report.pdf | sed -n 's/^Pages: *//p')"
if command -v pdftotext >/dev/null; then
	pdftotext -l 2 -layout rep/report.pdf - | tr '\f' '\n' >out
	expect_equal "rows of the table" 60 \
		"$(grep -Ec '^ *[1-9][0-9]* .*[0-9] (n|u|m)s' out)"
	expect_text out 'page 1' 'page 2'
fi
