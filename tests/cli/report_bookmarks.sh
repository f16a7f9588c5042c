#!/bin/sh
# report.pdf has a title and bookmarks that lead to the right pages, and says where its
# reports are: a full one on a page of contents. Without qpdf it has neither, which is
# told, and the report is written all the same.
. "${0%/*}/lib.sh"
long_test
need gnuplot qpdf pdfinfo pdftotext

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native blas,1000..100000*10,1,7
fork pipe shm,native,1000..100000*10,2 3,7
PLAN
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"

# titles DIR: prints "PAGE TITLE" for each bookmark
titles() {
	qpdf --json=2 --json-key=outlines "$1/report.pdf" |
		sed -n 's/^ *"destpageposfrom1": \([0-9]*\),*$/\1/p; s/^ *"title": "\(.*\)".*/\1/p' |
		paste -d ' ' - -
}
# look DIR: each bookmark leads to a page with its title; prints how many there are
look() {
	titles "$1" >marks
	qpdf --check "$1/report.pdf" >checked 2>&1 || fail "qpdf: $(cat checked)"
	while read -r page title; do
		pdftotext -f "$page" -l "$page" "$1/report.pdf" page.txt
		expect_text page.txt "$title" "page $page"
	done <marks
	wc -l <marks
}

expect_exit 0 "$DOTREC" report -d x.db -o brief
expect_empty out
expect_equal "hidden files" '' "$(find brief -name '.*')"
expect_equal "bookmarks" "$(grep -c ^report, brief/manifest.csv)" "$(look brief)"
pdfinfo brief/report.pdf >info
expect_text info 'dotrec: run 1, ' 'Creator:         dotrec'
pdftotext -f 1 -l 1 brief/report.pdf page.txt
expect_text page.txt 'pages: ' "speedup $(sed -n 's/ Speed-up.*//p' marks)"
expect_text brief/manifest.csv 'gnuplot,"gnuplot 5' ', qpdf version 1'

expect_exit 0 "$DOTREC" report --full -d x.db -o full
expect_equal "bookmarks" "$(grep -c ^report, full/manifest.csv)" "$(look full)"
pdftotext -layout -f 2 -l 2 full/report.pdf page.txt
expect_text page.txt Contents
while read -r page title; do
	grep -F "$title" page.txt | grep -q " $page\$" ||
		fail "the contents do not say '$page' for '$title'"
done <marks
pdftotext -f 3 -l 3 full/report.pdf page.txt
expect_text page.txt 'page 3'
expect_exit 0 "$DOTREC" report --verify full -d x.db

# a script that is run by hand ends with the same pages, the contents last
cp -r full hand
(cd hand && gnuplot -d report.gp 2>pages) || fail "gnuplot fails on report.gp"
expect_equal "pages" "$(pdfinfo full/report.pdf | sed -n 's/^Pages: *//p')" \
	"$(pdfinfo hand/report.pdf | sed -n 's/^Pages: *//p')"
expect_text hand/pages 'page 1: front'

# without qpdf, with an old one, and with one that fails
mkdir none old bad
for dir in none old bad; do
	ln -s "$(command -v gnuplot)" $dir/gnuplot
done
printf '#!/bin/sh\necho "qpdf version 10.6.3"\n' >old/qpdf
cat >bad/qpdf <<'SH'
#!/bin/sh
[ "$1" != --version ] || { echo "qpdf version 11.3.0" && exit; }
echo no luck today
exit 2
SH
chmod +x old/qpdf bad/qpdf
expect_exit 0 env PATH="$work/none" "$DOTREC" report -d x.db -o plain
expect_text err 'report.pdf has no bookmarks: qpdf is not installed' 'apt install qpdf'
expect_exit 0 env PATH="$work/old" "$DOTREC" report -d x.db -o plain
expect_text err 'qpdf 11 or newer is needed' '10.6.3'
expect_exit 0 env PATH="$work/bad:$PATH" "$DOTREC" report -d x.db -o plain
expect_text err 'report.pdf has no bookmarks: qpdf failed: no luck today'
expect_equal "hidden files" '' "$(find plain -name '.*')"
expect_equal "bookmarks" 0 "$(look plain)"
# it is verified with and without qpdf; one that has bookmarks only with it
for path in "$work/none" "$work/bad:$PATH" "$PATH"; do
	expect_exit 0 env PATH="$path" "$DOTREC" report --verify plain -d x.db
	! grep -q bookmarks err || fail "verify says what the report lacks"
done
expect_exit 8 env PATH="$work/none" "$DOTREC" report --verify brief -d x.db
expect_text err 'manifest only' 'and here is gnuplot'

expect_exit 8 env PATH="$work/bad:$PATH" "$DOTREC" report --verify brief -d x.db
expect_text err 'no luck today'

# where qpdf fails late, the contents stay at the end, and the numbers are right
expect_exit 0 env PATH="$work/bad:$PATH" "$DOTREC" report --full -d x.db -o late
last=$(pdfinfo late/report.pdf | sed -n 's/^Pages: *//p')
pdftotext -f "$last" -l "$last" late/report.pdf page.txt
expect_text page.txt Contents "page $last"
pdftotext -f 2 -l 2 late/report.pdf page.txt
expect_text page.txt 'page 2'
expect_exit 0 "$DOTREC" report --verify late -d x.db

# two pages: a page of tables and the contents
expect_exit 0 "$DOTREC" report breakeven conditions account about -d x.db -o few
expect_equal "bookmarks" 4 "$(look few)"
expect_equal "pages" "$(grep -c "^text = " few/report.gp)" \
	"$(pdfinfo few/report.pdf | sed -n 's/^Pages: *//p')"
