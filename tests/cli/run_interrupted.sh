#!/bin/sh
# SIGINT, SIGTERM and SIGHUP (a closed terminal) end a run with 130, 143 and 129;
# finished blocks are kept. Under nohup SIGHUP does nothing.
. "${0%/*}/lib.sh"
long_test
need sqlite3 setsid

# interrupt SIGNAL CODE WHOM: WHOM is - for the whole process group, or ''
interrupt() {
	rm -f x.db*
	start_long
	kill -s "$1" -- "$3$runner"
	finish
	expect_equal "exit code" "$2" "$code"
	wait_until nobody_left
	expect_half interrupted
	expect_equal "finished_utc is set" 1 \
		"$(ask x.db 'SELECT finished_utc >= started_utc FROM run')"
	expect_text err interrupted "'x.db'"
}
interrupt INT 130 ''
interrupt INT 130 - # the whole group, as a terminal does
interrupt TERM 143 ''
interrupt TERM 143 -
interrupt HUP 129 ''
interrupt HUP 129 -

rm -f x.db*
trap '' HUP
start_long
waits() { # prints how often the run has waited for its workers
	sed -n 's/^voluntary_ctxt_switches:	//p' "/proc/$runner/status"
}
went_on() {
	over || [ "$(waits)" -gt "$((before + 200))" ]
}
before=$(waits)
kill -s HUP "$runner"
wait_until went_on
! over || fail "SIGHUP ended a run under nohup"
kill -s TERM "$runner"
finish
expect_equal "exit code" 143 "$code"
