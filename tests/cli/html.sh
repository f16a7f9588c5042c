#!/bin/sh
# 'make html' writes every page, of the manual too, and all links in them lead to
# something; without a converter it says what to install.
. "${0%/*}/lib.sh"
need cmark-gfm mandoc
manual=$top_builddir/doc/man

# as a program that is not there
mkdir bare
for program in sh awk sed tr cat mkdir; do
	ln -s "$(command -v $program)" bare
done
expect_exit 8 env PATH="$PWD/bare" sh "$top_srcdir/doc/html.sh" "$top_srcdir" "$manual" html
expect_text err 'install the package cmark-gfm'
ln -s "$(command -v cmark-gfm)" bare
expect_exit 8 env PATH="$PWD/bare" sh "$top_srcdir/doc/html.sh" "$top_srcdir" "$manual" html
expect_text err 'install the package mandoc'
[ ! -e html ] || fail "pages without a converter"

expect_exit 0 sh "$top_srcdir/doc/html.sh" "$top_srcdir" "$manual" html
expect_empty out err
pages=$(find html -name '*.html' | wc -l)
expect_equal "pages" "$(cd "$top_srcdir" &&
	find README.md CONTRIBUTING.md CHANGELOG.md doc/*.md | wc -l)" \
	"$(find html -name '*.html' ! -path '*/man/*' | wc -l)"
[ -e "$manual/dotrec.1" ] || echo "skipped: the pages of the program were not built"
for page in "$manual"/*.1 "$top_srcdir"/doc/man/*.[57]; do
	[ -e "$page" ] || continue
	html=html/doc/man/${page##*/}.html
	[ -s "$html" ] || fail "there is no $html"
	grep -q "href=\"${html##*/}\">[a-z-]*([157])</a></dt><dd>." html/doc/man/index.html ||
		fail "the index has no ${page##*/}, or not what it is about"
	grep -q '<h2 .*id="NAME"' "$html" || fail "$html has no sections"
done
grep -q 'href="../doc/man/index.html">manual' html/doc/tutorial.html || fail "no menu leads to the manual"
grep -q 'href="dotrec-db.5.html"><b>dotrec-db</b></a>(5)' html/doc/man/dotrec-series.7.html ||
	fail "pages of the manual do not lead to each other"

# leads PAGE LINK: whether LINK leads to a file, and to a part of it
leads() {
	_target=${2%%#*}
	[ -n "$_target" ] && _target=${1%/*}/$_target || _target=$1
	[ -f "$_target" ] || return 1
	case $2 in
	*'#'*) grep -q "id=\"${2#*#}\"" "$_target" ;;
	esac
}
find html -name '*.html' | while read -r page; do
	grep -q '<title>..*</title>' "$page" || fail "$page has no title"
	sed 's/\(href\|src\)="/\n&/g' "$page" |
		sed -n 's/^\(href\|src\)="\([^"]*\)".*/\2/p' | while read -r link; do
		case $link in
		http:* | https:*) continue ;;
		esac
		leads "$page" "$link" || fail "$page: $link leads nowhere"
		echo "$link" >>links
	done
done
links=$(wc -l <links)
[ "$links" -gt 200 ] || fail "$links links only"
! leads html/index.html doc/none.html || fail "a link to a page that is not there"
! leads html/index.html '#none' || fail "a link to a part that is not there"
grep -q '<table>' html/doc/glossary.html || fail "tables are no tables"
echo "$pages pages, $links links"
