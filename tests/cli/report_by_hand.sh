#!/bin/sh
# 'gnuplot -d NAME.gp' in the directory of a report draws the same picture again; the
# pages of report.pdf, too, with the contents at the end.
. "${0%/*}/lib.sh"
long_test
need gnuplot pdftoppm

record
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o rep $(all_reports)
for gp in "$top_srcdir"/reports/*.gp; do
	name=${gp##*/} name=${name%.gp}
	case $name in common | names | text | ranked | compare) continue ;; esac
	pdftoppm -r 50 -png "rep/$name.pdf" "$name-first"
	rm "rep/$name.pdf"
	(cd rep && gnuplot -d "$name.gp") >out 2>err </dev/null ||
		fail "gnuplot -d $name.gp"
	sed -i '/^page [0-9]*: [a-z]*$/d' err # where each report begins
	expect_empty out err
	if [ "$name" = report ] && command -v qpdf >/dev/null; then
		qpdf rep/report.pdf --pages . 1,z,2-r2 -- --replace-input
	fi
	pdftoppm -r 50 -png "rep/$name.pdf" "$name-again"
	for first in "$name"-first*.png; do
		cmp "$first" "$name-again${first#"$name-first"}" ||
			fail "$name.gp drew another picture"
	done
done
