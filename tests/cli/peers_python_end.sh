#!/bin/sh
# A Python peer leaves no process and no file behind: when it is asked to quit, when its
# input ends, when it is killed or terminated, alone or with its workers.
. "${0%/*}/lib.sh"
long_test
need_python_peers

# shellcheck disable=SC2046 # a list of names
/usr/bin/python3 "$top_srcdir/tests/cli/peers_python.py" end \
	"$top_srcdir/peers" $(python_peers)
