# shellcheck shell=sh
# Whatever a peer does wrong, the run goes on, every planned repeat has a row that says
# what was wrong, the other cells are measured, and no process of the peer is left.
. "${0%/*}/lib.sh"
long_test
need sqlite3
BAD=$top_builddir/tests/fault/bad_peer
mkdir peers
DOTREC_PEERS=$PWD/peers
export DOTREC_PEERS

# try CODE TIMEOUT_MS: runs a plan with the peers of the table on stdin, whose lines are
# MODE STATUS PATTERN: the status of both repeats, and a regular expression for the
# reason. The exit code is CODE.
try() {
	cat >table
	printf 'strategy,kernel,n,workers,repeats\nserial,native,100,1,2\n' >plan.csv
	while read -r mode _ <&3; do
		printf 'peer:%s,native,100,1,2\n' "$mode" >>plan.csv
		printf '#!/bin/sh\nexec "%s" %s\n' "$BAD" "$mode" >"peers/$mode"
		chmod +x "peers/$mode"
	done 3<table
	rm -f x.db
	expect_exit "$1" "$DOTREC" run -d x.db --timeout-ms "$2" plan.csv
	wait_until nobody_left bad_peer
	expect_equal "check" ok "$(ask x.db 'PRAGMA integrity_check')"
	expect_equal "repeats without a row" 0 "$(
		ask x.db "SELECT missing FROM v_account_run")"
	expect_equal "rows" "$(($(wc -l <table) * 2 + 2))" "$(
		ask x.db "SELECT count(*) FROM v_sample")"
	expect_equal "serial" 'ok|2' "$(ask x.db "SELECT status, count(*) FROM v_sample
		WHERE strategy = 'serial' GROUP BY status")"
	while read -r mode status pattern <&3; do
		ask x.db "SELECT status, reason FROM v_sample
			WHERE strategy = 'peer:$mode'" >rows
		expect_equal "repeats of $mode with $status" 2 \
			"$(grep -c "^$status|" rows)"
		expect_equal "reasons of $mode: $(cat rows)" 2 \
			"$(grep -cE -e "$pattern" rows)"
	done 3<table
}

# what is said wrong
try 3 60000 <<'TABLE'
junk-hello failed 'hello' was expected
version-2 failed speaks version 1 of the protocol
no-version failed has 3 fields, not 4
bad-key failed not KEY=VALUE
exits-at-once failed has ended \(exited with status 7\)
missing-hello skipped no such library
missing-open skipped more than no worker
cold-absurd failed longer than the wait
cold-overflow failed field 2 is not a whole number
error-open failed says: no room, sorry
exits-ready failed exited with status 7.*last words were: no licence for today
wrong-word failed 'ready' was expected
exits-in-repeat failed exited with status 7
dies-in-repeat failed killed by signal 9
answers-twice failed more than one line
nul-bytes failed not a line of CSV
not-utf8 failed not a line of CSV
open-quote failed not a line of CSV
empty-line failed answered ''
endless-line failed a line of more than 4096 bytes
TABLE
try 3 60000 <<'TABLE'
too-few-fields failed has 2 fields, not 9
too-many-fields failed has 10 fields, not 9
hundred-fields failed not a line of CSV
no-number failed answered 'sample,fast,.*field 2 is not a whole number
fraction failed field 2 is not a whole number
no-total failed field 2 is not a whole number
negative-total failed field 2 is not a whole number
zero-total failed the total is 0
long-total failed longer than the wait
phases-exceed failed phases are longer than the total
phases-short failed phases do not add up
short-result failed not 16 hexadecimal digits
signed-result failed not 16 hexadecimal digits
floods-stderr failed more than 1 MiB to its standard error output
closes-stdout failed closed its standard output
leaves-a-child failed exited with status 7
error-in-repeat failed says: out of luck
TABLE

# what is not answered
try 3 1500 <<'TABLE'
hangs-open timeout not answered 'open' in time
hangs-ready timeout not answered 'ready' in time
hangs-in-repeat timeout not answered 'repeat' in time
stops-itself timeout not answered 'repeat' in time
closes-stdin timeout not answered 'repeat' in time
TABLE

# what is wrong between two repeats: it fails those that follow
try_rest() {
	printf 'strategy,kernel,n,workers,repeats\nserial,native,100,1,4\npeer:rest,native,100,1,4\n' >plan.csv
	printf '#!/bin/sh\nexec "%s" %s\n' "$BAD" "$1" >peers/rest
	chmod +x peers/rest
	rm -f x.db
	expect_exit 3 "$DOTREC" run -d x.db --timeout-ms 1500 plan.csv
	wait_until nobody_left bad_peer
	expect_equal "repeats with a row" 8 "$(ask x.db "SELECT count(*) FROM v_sample")"
	[ "$(ask x.db "SELECT count(*) FROM v_sample WHERE reason LIKE '$2'")" -ge 1 ] ||
		fail "$1: $(ask x.db 'SELECT status, reason FROM v_sample')"
}
try_rest hangs-rest '%has not answered _rest_ in time%'
try_rest unasked-line '%more than one line%'

# what is not answered for the 20 s of a greeting, once for all repeats
try 3 60000 <<'TABLE'
never-hello timeout not answered 'hello' in time
TABLE

# what is measured all the same
try 0 60000 <<'TABLE'
good ok ^ok.$
crlf ok ^ok.$
ignores-quit ok ^ok.$
ignores-sigterm ok ^ok.$
TABLE

# a result that is not the product
try 5 60000 <<'TABLE'
wrong-result wrong .
no-result wrong .
TABLE
