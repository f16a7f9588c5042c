#!/bin/sh
# SIGINT, SIGTERM and SIGHUP end an endless query with 130, 143 and 129, at any stage,
# and also while a run writes to the database.
. "${0%/*}/lib.sh"
long_test
need setsid sqlite3
env --default-signal=INT true 2>/dev/null || skip "env is too old"

run=
end_run() {
	[ -z "$run" ] || kill -KILL "$run" 2>/dev/null || :
	clean_up
}
trap end_run EXIT

computing() { # whether the query is in progress: it has used the CPU for a while
	[ "$(sed 's/.*) //' "/proc/$runner/stat" | cut -d ' ' -f 12)" -gt 5 ]
}
# interrupt SIGNAL CODE SQL: the query ends with CODE
interrupt() {
	# a shell makes background programs ignore SIGINT; env undoes that
	env --default-signal=INT "$DOTREC" query -d x.db --sql "$3" >out 2>err &
	runner=$!
	wait_until computing
	kill -s "$1" "$runner"
	finish
	# shellcheck disable=SC2154 # finish() sets it
	expect_equal "exit code" "$2" "$code"
	expect_empty out
	expect_text err "interrupted while reading 'x.db'"
}
endless='WITH RECURSIVE t (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t)'
all_signals() {
	# rows are computed, but none is returned
	interrupt INT 130 "$endless SELECT count(*) FROM t"
	interrupt TERM 143 "$endless SELECT i FROM t WHERE i < 0"
	interrupt HUP 129 "$endless SELECT 1 WHERE EXISTS (SELECT 1 FROM t WHERE i < 0)"
	# stored rows are read again and again
	interrupt TERM 143 "$endless SELECT sum(total_ns) FROM sample, t"
}

record
all_signals

# the single file left has a run that ended during the query
env --default-signal=INT "$DOTREC" query -d x.db --sql \
	"$endless SELECT count(*) FROM sample, t" >out 2>err &
runner=$!
wait_until computing
"$DOTREC" run -q -d x.db plan.csv
[ -s x.db-wal ] || fail "the query did not keep the -wal file in use"
kill -s INT "$runner"
finish
expect_equal "exit code" 130 "$code"
expect_equal "files" 'err out plan.csv x.db' "$(names .)"
cp x.db copy.db
expect_equal "runs in the copy" 2 "$(ask copy.db 'SELECT count(*) FROM run')"

# a query whose reader does not read on no longer has the database open
mkfifo rows
env --default-signal=INT "$DOTREC" query -d x.db -f csv \
	--sql 'SELECT hex(zeroblob(1000000)) AS x' >rows 2>err &
runner=$!
exec 9<rows
expect_equal "first byte" x "$(dd bs=1 count=1 <&9 2>/dev/null)"
mv x.db moved.db # a single file, with no -wal beside it
expect_equal "files" 'copy.db err moved.db out plan.csv rows' "$(names .)"
mv moved.db x.db
kill -s TERM "$runner"
finish
expect_equal "exit code" 143 "$code"
exec 9<&-
rm rows copy.db

# while a run writes to the database
rm x.db
start_long
run=$runner
all_signals
[ -d "/proc/$run" ] || fail "the run has ended"
runner=$run
run=
kill -s TERM "$runner"
finish
expect_equal "exit code of the run" 143 "$code"
expect_half interrupted
