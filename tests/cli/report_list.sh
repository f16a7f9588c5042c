#!/bin/sh
# 'dotrec report --list' and 'dotrec list reports' print the same list.
. "${0%/*}/lib.sh"

expect_exit 0 "$DOTREC" report --list
expect_text out course speedup phases ulp history
cp out list
expect_exit 0 "$DOTREC" list reports
cmp out list || fail "the lists differ"
expect_exit 2 "$DOTREC" report --list course
expect_text err "'course'"
