#!/bin/sh
# The commands in README.md and in pages of doc work, in their order. tests/cli/tutorial.sh
# has those of the tutorial.
. "${0%/*}/lib.sh"
# shellcheck source=tests/cli/pages.sh
. "$top_srcdir/tests/cli/pages.sh"
long_test
need gnuplot
# /usr/bin: Debian's python3 is the one with Debian's pandas
PATH=$top_builddir:/usr/bin:$PATH
need_extension

for page in README.md doc/database.md doc/gallery.md doc/importing.md doc/measuring.md \
	doc/nights.md doc/reading.md doc/scale.md; do
	run_page "$page"
done
