#!/bin/sh
# SIGINT and SIGTERM end a query that would never end, with 130 and 143.
. "${0%/*}/lib.sh"

record
computing() { # has used the CPU for a while: the query is under way
	[ "$(sed 's/.*) //' "/proc/$runner/stat" | cut -d ' ' -f 12)" -gt 5 ]
}
# interrupt SIGNAL CODE
interrupt() {
	# a shell lets its background programs ignore SIGINT: undone by env
	env --default-signal=INT "$DOTREC" query -d x.db --sql '
		WITH RECURSIVE t (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t)
		SELECT count(*) FROM t' >out 2>err &
	runner=$!
	wait_until computing
	kill -s "$1" "$runner"
	finish
	expect_equal "exit code" "$2" "$code"
	expect_empty out
}
env --default-signal=INT true 2>/dev/null || skip "env is too old"
interrupt INT 130
interrupt TERM 143
