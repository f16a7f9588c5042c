#!/bin/sh
# If a run is killed (SIGKILL), no process is left and its database is intact.
. "${0%/*}/lib.sh"
need sqlite3 setsid

start_long
several() { # whether the runner and its workers live
	[ "$(living | wc -l)" -ge 4 ]
}
wait_until several
kill -KILL "$runner"
finish
expect_equal "exit code" 137 "$code"
wait_until nobody_left
expect_half running
expect_equal "finished_utc" '' "$(ask x.db 'SELECT finished_utc FROM run')"

# the next run works
record
expect_equal "runs" 'running finished' \
	"$(ask x.db 'SELECT status FROM run ORDER BY id' | paste -s -d ' ' -)"
