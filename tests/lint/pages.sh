#!/bin/sh
# The pages of the documentation: README.md is short; every link leads to a file, and to
# a heading where it names one; every block of commands is tested or says why not; the
# glossary is that of the manual; and the HTML has all pages.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"
cd "$top_srcdir"
top_srcdir=$PWD
wrong=0 count=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

words=$(wc -w <README.md)
if [ "$words" -gt 1500 ]; then
	echo "README.md has $words words, more than 1500: move some of them to a page in doc"
	wrong=1
fi

awk -f doc/man/glossary.awk doc/man/dotrec-series.7 | diff - doc/glossary.md || {
	echo "doc/glossary.md is old: awk -f doc/man/glossary.awk doc/man/dotrec-series.7 >doc/glossary.md"
	wrong=1
}

# links PAGE: its relative links, a line each
links() {
	awk '/^```/ { code = !code }
	!code {
		gsub(/`[^`]*`/, "")
		while (match($0, /\]\([^)]*\)/)) {
			link = substr($0, RSTART + 2, RLENGTH - 3)
			$0 = substr($0, RSTART + RLENGTH)
			if (link !~ /^[a-z]+:/)
				print link
		}
	}' "$1"
}
# headings PAGE: the names that its headings have in links
headings() {
	awk '/^```/ { code = !code }
	!code && sub(/^#+ /, "") {
		$0 = tolower($0)
		gsub(/[^a-z0-9 _-]/, "")
		gsub(/ /, "-")
		print
	}' "$1"
}

for page in README.md CONTRIBUTING.md CHANGELOG.md doc/*.md; do
	grep -qw -e "${page%.md}" doc/html.sh || {
		echo "$page: not in the list of doc/html.sh"
		wrong=1
	}
	(cd "$scratch" && awk -f "$top_srcdir/tests/cli/pages.awk" "$top_srcdir/$page") || wrong=1
	case $page in
	*/*) directory=${page%/*} ;;
	*) directory=. ;;
	esac
	for link in $(links "$page"); do
		count=$((count + 1))
		file=${link%%#*}
		[ -n "$file" ] && file=$directory/$file || file=$page
		if [ ! -f "$file" ]; then
			echo "$page: no file for the link $link"
			wrong=1
		elif [ "${link#*#}" != "$link" ] && ! headings "$file" | grep -qxF -e "${link#*#}"; then
			echo "$page: no heading for the link $link"
			wrong=1
		fi
	done
done
echo "$words words in README.md, $count links"
[ "$count" -gt 30 ] && [ "$wrong" -eq 0 ]
