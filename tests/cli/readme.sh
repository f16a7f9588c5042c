#!/bin/sh
# The commands in README.md, doc/importing.md and doc/reading.md that are marked <!-- test --> work, in
# their order.
. "${0%/*}/lib.sh"
long_test
need gnuplot
# /usr/bin: Debian's python3 is the one with Debian's pandas
PATH=$top_builddir:/usr/bin:$PATH
need_extension

for page in README.md doc/importing.md doc/reading.md; do
	rm -rf block* home
	# a block begins at ```sh after the mark and ends at the next ```;
	# one marked <!-- test with MODULE --> needs that Python module
	awk '/^<!-- test( with [a-z0-9]+)? -->$/ {
		marked = 1; needs = $3 == "with" ? "." $4 : ""; next }
	marked && /^```sh$/ {
		inside = 1; marked = 0
		file = sprintf("block%02d", ++blocks) needs; next }
	marked && NF { print "no ```sh behind the mark"; exit 1 }
	/^```$/ { inside = 0 }
	inside { print >file }
	END { if (!blocks) print "no marked block" }
	' "$top_srcdir/$page" >out
	expect_empty out
	mkdir home
	cd home
	ln -s "$top_builddir" build # as seen from the top of the source tree
	for block in ../block*; do
		case ${block#../} in
		*.*)
			python3 -c "import ${block##*.}" 2>/dev/null || {
				echo "skipped: $page, $block: module is missing"
				continue
			} ;;
		esac
		sh -eu "$block" >../out 2>../err </dev/null || {
			cp ../out ../err "$block" .
			fail "exit code $? of $block: $(cat "$block")"
		}
		echo "passed: $(grep -c . "$block") lines of $page, $block"
	done
	cd ..
done
