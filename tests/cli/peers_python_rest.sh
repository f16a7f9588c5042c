#!/bin/sh
# Between rest and ready no thread of a Python peer or of its workers wakes up.
. "${0%/*}/lib.sh"
long_test
need_python_peers

# shellcheck disable=SC2046 # a list of names
/usr/bin/python3 "$top_srcdir/tests/cli/peers_python.py" rest \
	"$top_srcdir/peers" $(python_peers)
