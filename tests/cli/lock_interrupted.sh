#!/bin/sh
# A signal ends the wait for a locked database at once, with the signal's exit code;
# after a signal a run waits only briefly to record its end.
. "${0%/*}/lib.sh"
long_test
need sqlite3

env --default-signal=INT true 2>/dev/null || skip "env is too old"
record

# hold: another program locks x.db until `release`
hold() {
	mkfifo lock
	{
		echo 'BEGIN IMMEDIATE; SELECT 1;'
		cat lock
	} | sqlite3 -batch -init /dev/null x.db >held &
	holder=$!
	exec 9>lock
	wait_until [ -s held ]
}
release() {
	exec 9>&-
	wait "$holder" || :
	rm lock held
}
waits() { # whether the command sleeps between two attempts to lock
	[ "$(sed -n 's/^voluntary_ctxt_switches:	//p' \
		"/proc/$runner/status")" -gt 50 ]
} 2>/dev/null

# interrupt SIGNAL CODE COMMAND...: the waiting command ends with CODE
interrupt() {
	signal=$1 wanted=$2
	shift 2
	env --default-signal=INT "$@" >out 2>err &
	runner=$!
	wait_until waits
	began=$(date +%s)
	kill -s "$signal" "$runner"
	finish
	expect_equal "exit code of $*" "$wanted" "$code"
	expect_text err "interrupted while waiting for 'x.db'"
	# without the signal it would have waited for a minute
	[ $(($(date +%s) - began)) -lt 30 ] || fail "did not end at once: $*"
}
hold
interrupt INT 130 "$DOTREC" run -q -d x.db plan.csv
interrupt TERM 143 "$DOTREC" run -q -d x.db plan.csv
interrupt HUP 129 "$DOTREC" run -q -d x.db plan.csv
interrupt TERM 143 "$DOTREC" nightly -q -d x.db plan.csv
release
expect_equal "runs" 1 "$(ask x.db 'SELECT count(*) FROM run')"

# the database is locked while the run measures, and the signal comes while it waits
rm x.db
start_long
hold
kill -s TERM "$runner"
finish
expect_equal "exit code" 143 "$code"
release
expect_equal "check" ok "$(ask x.db 'PRAGMA integrity_check')"
expect_exit 0 "$DOTREC" query runs -d x.db

# the lock is released in time: the end of the run is recorded
rm x.db
start_long
hold
kill -s TERM "$runner"
sleep 1
release
finish
expect_equal "exit code" 143 "$code"
expect_half interrupted
