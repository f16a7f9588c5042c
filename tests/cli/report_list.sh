#!/bin/sh
# 'dotrec report --list' shows what 'dotrec list reports' shows.
. "${0%/*}/lib.sh"

expect_exit 0 "$DOTREC" report --list
expect_text out course speedup phases ulp history
cp out list
expect_exit 0 "$DOTREC" list reports
cmp out list || fail "two lists"
expect_exit 2 "$DOTREC" report --list course
expect_text err "'course'"
