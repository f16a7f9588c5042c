#!/bin/sh
# The commands of README.md that are marked <!-- test --> work, one after another.
. "${0%/*}/lib.sh"
need gnuplot
need_extension

# a block begins at ```sh behind the mark, and ends at the next ```
awk '/^<!-- test -->$/ { marked = 1; next }
	marked && /^```sh$/ { inside = 1; marked = 0; blocks++; next }
	marked && NF { print "no ```sh behind the mark"; exit 1 }
	/^```$/ { inside = 0 }
	inside { print > ("block" sprintf("%02d", blocks)) }
	END { if (!blocks) print "no marked block" }
' "$top_srcdir/README.md" >out
expect_empty out
mkdir home
cd home
ln -s "$top_builddir" build # as seen from the top of the source tree
for block in ../block*; do
	PATH=$top_builddir:$PATH sh -eu "$block" >../out 2>../err </dev/null || {
		cp ../out ../err "$block" .
		fail "exit code $? of $block: $(cat "$block")"
	}
	echo "passed: $(grep -c . "$block") lines of $block"
done
