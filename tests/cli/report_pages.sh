#!/bin/sh
# Each figure is a PDF of one page; report.pdf has them all behind the tables.
. "${0%/*}/lib.sh"
need gnuplot pdfinfo pdftoppm

record
expect_exit 0 "$DOTREC" report -d x.db -o rep
pages() {
	pdfinfo "$1" | sed -n 's/^Pages: *//p'
}
expect_equal "pages of course.pdf" 1 "$(pages rep/course.pdf)"
expect_equal "pages of speedup.pdf" 1 "$(pages rep/speedup.pdf)"
# one page of text, then course, then speedup
expect_equal "pages of report.pdf" 3 "$(pages rep/report.pdf)"
pdftoppm -r 50 -png rep/report.pdf page
page=2
for name in course speedup; do
	pdftoppm -r 50 -png -singlefile "rep/$name.pdf" "$name"
	cmp "page-$page.png" "$name.png" ||
		fail "page $page is not the picture of $name.pdf"
	page=$((page + 1))
done
! cmp -s course.png speedup.png || fail "two reports, one picture"
