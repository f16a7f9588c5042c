#!/bin/sh
# Options may stand before, between and after operands; -- ends the options.
. "${0%/*}/lib.sh"

record
expect_exit 0 "$DOTREC" list runs -d x.db
cp out wanted
expect_exit 0 "$DOTREC" list -d x.db runs
cmp out wanted || fail "options before the operand"
expect_exit 0 "$DOTREC" list --db=x.db -- runs
cmp out wanted || fail "-- before the operand"
expect_exit 0 "$DOTREC" query caption --format csv run=1 -d x.db
expect_text out caption 'run 1, '
