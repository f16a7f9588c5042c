#!/bin/sh
# 'dotrec compare' requires exactly two runs, and names a run that does not exist.
. "${0%/*}/lib.sh"

record
for runs in '' 1 last; do
	# shellcheck disable=SC2086 # no operand, or one
	expect_exit 2 "$DOTREC" compare -d x.db $runs
	expect_text err 'compare which two runs?' 'last~N'
	expect_empty out
done
expect_exit 2 "$DOTREC" compare -d x.db 1 1 1
expect_text err "unexpected operand '1'"
# a run beside itself is told
expect_exit 0 "$DOTREC" compare -d x.db last last
expect_text err "'last' and 'last' are the same run, 1"
# what is to be distrusted of each run
ask x.db "DELETE FROM control WHERE name = 'distance';
INSERT INTO control SELECT id, 1000, 'distance', 0, 300, 1 FROM run"
expect_exit 0 "$DOTREC" compare -d x.db last last
expect_text out 'a: The CPUs were far apart' 'b: The CPUs were far apart'
expect_exit 0 "$DOTREC" compare -d x.db last last --format csv
! grep -q 'far apart' out || fail "advice among the rows for programs"
expect_exit 2 "$DOTREC" compare -d x.db 1 nosuch
expect_text err "no run 'nosuch'" 'dotrec list runs'
expect_exit 2 "$DOTREC" compare -d x.db 1 1 --format xml
expect_text err "unknown format 'xml'"
expect_empty out
expect_exit 7 "$DOTREC" compare -d none.db 1 1
