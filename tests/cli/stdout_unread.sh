#!/bin/sh
# If the reader of a pipe closes it, every command ends quietly, with the exit code that
# it would have anyway: 'check' still exits with 1 for a regression.
. "${0%/*}/lib.sh"
long_test
need sqlite3 mkfifo

record
record
mkfifo pipe
# descriptor 4 is the writing end of a pipe that has no reader
exec 3<>pipe
exec 4>pipe
exec 3<&-

# unread CODE COMMAND...: it exits with CODE and prints nothing about the pipe
unread() {
	_wanted=$1 code=0
	shift
	DOTREC_DB=x.db "$DOTREC" "$@" >&4 2>err || code=$?
	expect_equal "exit code of '$*'" "$_wanted" "$code"
	! grep -e 'error:' -e 'Broken pipe' -e 'standard output' err || fail "'$*' is not quiet"
}

unread 0 query samples
unread 0 query --format json samples
unread 0 list runs
unread 0 list queries
unread 0 report --text
unread 0 export --all
unread 0 export --format jsonl --what samples
unread 0 status
unread 0 plan plan.csv
unread 0 plan --csv
unread 0 compare last last~1
unread 0 doctor
unread 0 run plan.csv
unread 0 nightly -v -o nights plan.csv
unread 0 --help
unread 0 run --help
unread 0 --version
# other errors are still reported
code=0
"$DOTREC" export -d none.db >&4 2>err || code=$?
expect_equal "exit code without a database" 7 "$code"
expect_text err none.db

# shm is 10 % slower from night 38 of 45 on
rm x.db
cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000..1400+100,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
nights x.db 45 "UPDATE summary SET median_ns = median_ns * 1.1
	WHERE cell_id IN (SELECT c.cell_id FROM v_cell AS c JOIN night AS n
	ON n.run_id = c.run_id WHERE c.strategy = 'shm' AND n.i >= 38);"
told=
for night in 37 38 39 40 41 42 43 44 45; do
	code=0
	"$DOTREC" check -q -d x.db "$(ask x.db "SELECT id FROM run
		WHERE uuid = printf('%08d', $night)")" >&4 2>err || code=$?
	expect_empty err
	told="$told$code"
done
case $told in
*1*) ;;
*) fail "no night exited with 1: $told" ;;
esac
expect_equal "other exit codes" '' "$(printf '%s' "$told" | tr -d 01)"
