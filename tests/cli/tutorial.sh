#!/bin/sh
# The commands in doc/tutorial.md work, and print what the page shows.
. "${0%/*}/lib.sh"
# shellcheck source=tests/cli/pages.sh
. "$top_srcdir/tests/cli/pages.sh"
long_test
need gnuplot sqlite3
need_python_peers
# /usr/bin: Debian's python3 is the one with Debian's numpy and joblib
PATH=$top_builddir:/usr/bin:$PATH
DOTREC_PEERS=$top_srcdir/peers
export DOTREC_PEERS

run_page doc/tutorial.md
