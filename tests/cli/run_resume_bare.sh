#!/bin/sh
# A run that died with only its row written (no cells, machine or build) is completed
# by 'run --resume' or the next 'nightly'; so is a run killed at any moment of its
# start. Every command works on such a database.
. "${0%/*}/lib.sh"
long_test
need sqlite3 gnuplot setsid
dead='00000000-0000-0000-0000-000000000000 1 1'

# bare DB: removes everything except the row of its only run
bare() {
	ask "$1" "DELETE FROM speedup; DELETE FROM summary; DELETE FROM cold;
		DELETE FROM sample; DELETE FROM control; DELETE FROM cell;
		DELETE FROM series;
		UPDATE run SET status = 'running', finished_utc = NULL, noisy = NULL,
			host_before = NULL, host_after = NULL, machine_id = NULL,
			build_id = NULL, owner = '$dead';
		DELETE FROM machine; DELETE FROM build"
}
# whole DB: its only run is complete
whole() {
	expect_equal "$1" 'finished|9|63|63|0' "$(ask "$1" "SELECT status, cells,
		planned, ok, missing FROM v_account_run")"
	expect_equal "$1: machine, build, facts, owner" '1|1|1|1|1' "$(ask "$1" "
		SELECT (SELECT count(*) FROM machine), (SELECT count(*) FROM build),
			machine_id = 1 AND build_id = 1, json_valid(host_before),
			owner IS NULL FROM run")"
	expect_equal "$1: speed-ups" 6 "$(ask "$1" 'SELECT count(*) FROM speedup')"
	expect_equal "$1: check" '' "$(ask "$1" "SELECT * FROM v_contradiction")"
}

record --seed 7
cp x.db bare.db
bare bare.db

# 'status': the whole plan is missing, and the run is not a good one
expect_exit 4 "$DOTREC" status -d bare.db
expect_text out ', running' 'last good    none' 'missing      its whole plan'
expect_exit 4 "$DOTREC" status -d bare.db -f json
expect_equal "cells not ok" null "$(ask :memory: "SELECT
	readfile('out') -> '\$[0].cells_not_ok'")"
ask bare.db "UPDATE run SET status = 'finished', finished_utc = started_utc"
"$DOTREC" status -d bare.db >out || :
expect_text out ', finished' 'last good    none' 'missing      its whole plan'
ask bare.db "UPDATE run SET status = 'running', finished_utc = NULL"

# every command works
cp bare.db before.db
while read -r code command; do
	# shellcheck disable=SC2086 # a command and its operands
	expect_exit "$code" "$DOTREC" $command -d bare.db </dev/null
done <<'COMMANDS'
0 query account_run
0 query time
0 query host
0 query builds
0 list runs
4 status
0 report -o pages
0 report --text
0 report --verify pages
0 export --all -o bare.csv
0 export --all -o bare.json
2 check
2 replay
0 compare last last
0 prune
0 upgrade
0 backup copy.db
0 merge before.db
0 exclude --reason odd last
0 exclude --undo last
0 doctor
COMMANDS
for file in bare.csv bare.json; do
	expect_exit 0 "$DOTREC" import -d "$file.db" "$file"
	expect_exit 0 "$DOTREC" run -q --resume last -d "$file.db"
	whole "$file.db"
done
cp bare.db night.db
expect_exit 0 "$DOTREC" run -q --resume last -d bare.db
whole bare.db
expect_equal "vectors" "$(ask x.db 'SELECT result_bits FROM v_sample')" \
	"$(ask bare.db 'SELECT result_bits FROM v_sample')"

# cells exist, but no samples
ask x.db "DELETE FROM cold; DELETE FROM speedup; DELETE FROM summary;
	DELETE FROM sample; UPDATE cell SET status = 'missing';
	UPDATE run SET status = 'running', host_before = NULL, build_id = NULL"
expect_exit 0 "$DOTREC" run -q --resume last -d x.db
whole x.db

# 'nightly' resumes the run
expect_exit 0 "$DOTREC" nightly -d night.db -o nights plan.csv
expect_empty out
whole night.db

# killed after some milliseconds, while it starts; a fast machine may have finished
unfinished=0
for ms in 000 010 020 030 040 050 060 070 080 090 100 120 140 160 180 200 220 240 \
	270 300; do
	db=$ms.db
	case $ms in
	*40) command="nightly -d $db -o nights plan.csv" ;;
	*) command="run -q --timeout-ms 54321 -T 65432 -d $db plan.csv" ;;
	esac
	# shellcheck disable=SC2086 # a command and its operands
	setsid "$DOTREC" $command >out 2>err &
	runner=$!
	sleep "0.$ms"
	kill -KILL "$runner" 2>/dev/null || :
	finish
	wait_until nobody_left
	runs=$(ask "$db" 'SELECT count(*) FROM run' 2>/dev/null || echo 0)
	[ "$(ask "$db" 'SELECT status FROM run' 2>/dev/null)" != finished ] || continue
	unfinished=$((unfinished + 1))
	[ "$runs" -eq 1 ] || command='nightly '
	case $command in
	nightly*) expect_exit 0 "$DOTREC" nightly -d "$db" -o nights plan.csv ;;
	*)
		expect_exit 0 "$DOTREC" run -q --resume last -d "$db"
		expect_equal "$db: time-outs of the command line" '54321|65432' \
			"$(ask "$db" "SELECT DISTINCT timeout_ms, cell_timeout_ms
				FROM cell")"
		;;
	esac
	whole "$db"
done
[ "$unfinished" -ge 5 ] || fail "only $unfinished of 20 were killed in time"
