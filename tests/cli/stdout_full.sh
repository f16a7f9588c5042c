#!/bin/sh
# If stdout cannot be written, every command reports it and exits with 7.
. "${0%/*}/lib.sh"
long_test
[ -c /dev/full ] || skip "there is no /dev/full"

record
: >out
for command in 'list queries' 'list runs' 'query samples' 'plan plan.csv' \
	'run plan.csv' 'nightly -v -o nights plan.csv' 'report --text' status \
	export 'compare last last' --help 'run --help' --version; do
	code=0
	# shellcheck disable=SC2086 # a command and its operand
	DOTREC_DB=x.db "$DOTREC" $command >/dev/full 2>err || code=$?
	expect_equal "exit code of '$command'" 7 "$code"
	expect_text err 'cannot write'
done
# measurements are kept all the same
expect_exit 0 "$DOTREC" query -d x.db --format csv \
	--sql "SELECT count(*) FROM run WHERE status = 'finished'"
expect_equal "runs" 3 "$(sed 1d out)"

# with stdout closed, a file opened later is not mistaken for it
code=0
"$DOTREC" nightly -v -d x.db -o nights plan.csv >out 2>&- || code=$?
expect_equal "exit code" 0 "$code"
expect_equal "lines of the lock" 1 "$(wc -l <x.db.lock)"
expect_text x.db.lock 'process ' ' since '
