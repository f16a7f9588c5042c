#!/bin/sh
# Every Python peer computes the product of doc/peers.md with every element of awkward
# sizes, tells phases and bytes that fit, and refuses what it cannot do.
. "${0%/*}/lib.sh"
long_test
need_python_peers

# shellcheck disable=SC2046 # a list of names
/usr/bin/python3 "$top_srcdir/tests/cli/peers_python.py" results \
	"$top_srcdir/peers" $(python_peers)
