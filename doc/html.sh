#!/bin/sh
# Writes the pages of the documentation as HTML: README.md as DIR/index.html, every other
# page beside the files that it links to, which are copied, pictures and all; and the
# manual, with an index, of the pages in SOURCE-DIRECTORY and MANUAL (where they are made).
# usage: html.sh SOURCE-DIRECTORY MANUAL DIR
set -eu
source=$1 manual=$2 dir=$3
# in the order of the menu
pages='README doc/tutorial doc/measuring doc/nights doc/database doc/importing doc/reading
doc/scale doc/peers doc/cluster doc/gallery doc/statistics doc/reliability doc/speed doc/glossary
doc/data-flow CONTRIBUTING CHANGELOG'

# need PROGRAM WORDS: the program, which is in the package of its name, makes HTML of WORDS
need() {
	command -v "$1" >/dev/null || {
		echo "html.sh: $1 is missing, which makes HTML of $2; install the package $1" >&2
		exit 8
	}
}
need cmark-gfm Markdown
need mandoc "pages of the manual"

# menu PAGE UP: the links to all pages, as seen from this one
menu() {
	echo '<nav><p>'
	for _page in $pages; do
		[ -e "$source/$_page.md" ] || continue
		_name=${_page##*/}
		case $_page in
		README) _name=dotrec ;;
		CONTRIBUTING) _name=contributing ;;
		CHANGELOG) _name=changes ;;
		esac
		entry "$1" "$_page" "$2$(html_of "$_page")" "$_name"
	done
	entry "$1" doc/man "$2doc/man/index.html" manual
	echo '</p></nav>'
}
# entry PAGE OTHER LINK NAME: the link to the page OTHER, unless it is PAGE itself
entry() {
	if [ "$1" = "$2" ]; then
		echo "<strong>$4</strong>"
	else
		echo "<a href=\"$3\">$4</a>"
	fi
}
# head_of TITLE UP: what begins a page
head_of() {
	printf '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n'
	echo '<meta name="viewport" content="width=device-width, initial-scale=1">'
	printf '<title>%s</title>\n<link rel="stylesheet" href="%slook.css">\n' "$1" "$2"
}
html_of() {
	case $1 in
	README) echo index.html ;;
	*) echo "$1.html" ;;
	esac
}

mkdir -p "$dir/doc"
cat "$source/reports/look.css" "$source/doc/pages.css" >"$dir/look.css"
for page in $pages; do
	[ -e "$source/$page.md" ] || continue
	up=
	[ "${page%/*}" = "$page" ] || up=../
	body=$(cmark-gfm --extension table "$source/$page.md" | awk '
		# the name that a heading has in links, as on GitHub
		function anchor(text) {
			gsub(/<[^>]*>|&[a-z]+;/, "", text)
			text = tolower(text)
			gsub(/[^a-z0-9 _-]/, "", text)
			gsub(/ /, "-", text)
			return text
		}
		# links to pages become links to their HTML
		function links(line,   out, at, url) {
			while (match(line, /href="[^"]*"/)) {
				url = substr(line, RSTART + 6, RLENGTH - 7)
				out = out substr(line, 1, RSTART + 5)
				line = substr(line, RSTART + RLENGTH - 1)
				if (url !~ /^[a-z]+:/) {
					sub(/README\.md/, "index.html", url)
					sub(/\.md$/, ".html", url)
					sub(/\.md#/, ".html#", url)
				}
				out = out url
			}
			return out line
		}
		/^<!-- raw HTML omitted -->$/ { next }
		/^<h[1-6]>/ {
			id = anchor($0)
			if (seen[id]++)
				id = id "-" seen[id] - 1
			sub(/^<h[1-6]/, "& id=\"" id "\"")
		}
		{ print links($0) }')
	title=$(printf '%s\n' "$body" | sed -n '/<h1/{s/<[^>]*>//g;p;q;}')
	{
		head_of "$title" "$up"
		menu "$page" "$up"
		printf '%s\n</html>\n' "$body"
	} >"$dir/$(html_of "$page")"
	# what it links to and shows
	sed 's/\(href\|src\)="/\n&/g' "$dir/$(html_of "$page")" |
		sed -n 's/^\(href\|src\)="\([^"#:]*\)["#].*/\2/p' | sort -u |
		while read -r link; do
			file=${up:+doc/}$link
			case $file in
			*.html) continue ;; # a page
			*/*) mkdir -p "$dir/${file%/*}" ;;
			esac
			[ ! -f "$source/$file" ] || cp "$source/$file" "$dir/$file"
		done
done

# ---- the manual -----------------------------------------------------------------

# written FILE: the title of a page of the manual, as in dotrec-run(1)
written() {
	_name=${1##*/}
	echo "${_name%.*}(${_name##*.})"
}
# about FILE: what its section NAME says of it
about() {
	sed -n '/^\.SH NAME/{n;s/\\-/-/g;s/^.* - //;s/&/\&amp;/g;s/</\&lt;/g;p;q;}' "$1"
}
# list WORDS FILE...: these pages as a list with a heading
list() {
	echo "<h2>$1</h2><dl>"
	shift
	for _file; do
		[ -e "$_file" ] || continue
		echo "<dt><a href=\"${_file##*/}.html\">$(written "$_file")</a></dt><dd>$(about "$_file")</dd>"
	done
	echo '</dl>'
}
mkdir -p "$dir/doc/man"
{
	head_of "The manual" ../../
	menu doc/man ../../
	echo '<h1>The manual</h1><p>The pages that <code>man</code> shows where dotrec is installed.</p>'
	list "The program" "$manual/dotrec.1"
	list "Its commands" "$manual"/dotrec-*.1
	list "Files and names" "$source"/doc/man/*.[57]
	echo '</html>'
} >"$dir/doc/man/index.html"

for file in "$manual"/*.1 "$source"/doc/man/*.[57]; do
	[ -e "$file" ] || continue
	{
		head_of "$(written "$file")" ../../
		menu "" ../../
		echo "<h1>$(written "$file")</h1>"
		# below the title are sections; names of other pages are links
		mandoc -T html -O fragment "$file" | awk '
			/<table class="(head|foot)">/ { skipped = 1 }
			!skipped {
				gsub(/<h2 /, "<h3 "); gsub(/<\/h2>/, "</h3>")
				gsub(/<h1 /, "<h2 "); gsub(/<\/h1>/, "</h2>")
				while (match($0, /<b>dotrec[a-z-]*<\/b>\([157]\)/)) {
					name = substr($0, RSTART + 3, RLENGTH - 10)
					page = name "." substr($0, RSTART + RLENGTH - 2, 1)
					printf "%s<a href=\"%s.html\"><b>%s</b></a>", substr($0, 1, RSTART - 1), page, name
					$0 = substr($0, RSTART + RLENGTH - 3)
				}
				print
			}
			/<\/table>/ { skipped = 0 }'
		echo '</html>'
	} >"$dir/doc/man/${file##*/}.html"
done
