#!/bin/sh
# Each figure is a PDF of one page; report.pdf has all figures and tables.
. "${0%/*}/lib.sh"
long_test
need gnuplot pdfinfo pdftotext

record
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o rep $(all_reports)
pages() {
	pdfinfo "$1" | sed -n 's/^Pages: *//p'
}
for gp in "$top_srcdir"/reports/*.gp; do
	name=${gp##*/} name=${name%.gp}
	case $name in common | names | text | report | ranked | compare) continue ;; esac
	expect_equal "pages of $name.pdf" 1 "$(pages "rep/$name.pdf")"
done
# no page is missing or repeated: each text page and figure has its number
pages=$(pages rep/report.pdf)
page=1
while [ "$page" -le "$pages" ]; do
	pdftotext -f "$page" -l "$page" rep/report.pdf page.txt
	expect_text page.txt "page $page"
	page=$((page + 1))
done
# pages are in the order of the list; tables share a page, which comes first
expect_exit 0 "$DOTREC" report speedup time -d x.db -o two
expect_equal "pages" 3 "$(pages two/report.pdf)"
pdftotext two/report.pdf all.txt
expect_equal "order" 'query time query speedup query time query speedup' \
	"$(grep -o 'query [a-z]*' all.txt | paste -s -d ' ' -)"
