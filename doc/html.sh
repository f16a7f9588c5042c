#!/bin/sh
# Writes the pages of the documentation as HTML: README.md as DIR/index.html, every other
# page beside the files that it links to, which are copied, pictures and all.
# usage: html.sh SOURCE-DIRECTORY DIR
set -eu
source=$1 dir=$2
# in the order of the menu
pages='README doc/tutorial doc/measuring doc/nights doc/database doc/importing doc/reading
doc/scale doc/peers doc/cluster doc/gallery doc/statistics doc/reliability doc/speed doc/glossary
doc/data-flow CONTRIBUTING CHANGELOG'

command -v cmark-gfm >/dev/null || {
	echo "html.sh: cmark-gfm is missing, which makes HTML of Markdown; install the package cmark-gfm" >&2
	exit 8
}

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
		if [ "$_page" = "$1" ]; then
			echo "<strong>$_name</strong>"
		else
			echo "<a href=\"$2$(html_of "$_page")\">$_name</a>"
		fi
	done
	echo '</p></nav>'
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
	cmark-gfm --extension table "$source/$page.md" | awk -v up="$up" -v menu="$(menu "$page" "$up" | tr '\n' ' ')" '
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
			if (!title) {
				title = $0
				gsub(/<[^>]*>/, "", title)
				print "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">"
				print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
				print "<title>" title "</title>"
				print "<link rel=\"stylesheet\" href=\"" up "look.css\">\n" menu
			}
			sub(/^<h[1-6]/, "& id=\"" id "\"")
		}
		{ print links($0) }
		END { print "</html>" }' >"$dir/$(html_of "$page")"
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
