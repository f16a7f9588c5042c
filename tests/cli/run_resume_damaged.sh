#!/bin/sh
# A run with impossible numbers is reported as damaged and left alone: no division by
# zero, no endless loop.
. "${0%/*}/lib.sh"
long_test
need sqlite3

record
ask x.db "DELETE FROM speedup; DELETE FROM summary;
	DELETE FROM cold WHERE cell_id = 9; DELETE FROM sample WHERE cell_id = 9;
	UPDATE run SET status = 'interrupted', owner = NULL"
while IFS='|' read -r sql text; do
	cp x.db y.db
	ask y.db "PRAGMA ignore_check_constraints = 1; UPDATE $sql"
	for command in 'run --resume last' 'nightly plan.csv'; do
		# shellcheck disable=SC2086 # a command and its operands
		expect_exit 7 timeout -k 5 60 "$DOTREC" $command -d y.db
		expect_text err "run 1 in 'y.db' is damaged: $text"
	done
	expect_equal "$sql" 'interrupted|0' "$(ask y.db 'SELECT status, resumed FROM run')"
done <<'DAMAGE'
run SET sessions = 0|sessions is 0
run SET sessions = -1|sessions is -1
run SET sessions = 4294967295|sessions is 4294967295
run SET sessions = 4294967296|sessions is 4294967296
run SET colds = 0|colds is 0
run SET colds = 4294967295|colds is 4294967295
cell SET planned = 0|0 repeats are planned
cell SET planned = -7|-7 repeats are planned
cell SET planned = 9223372036854775807|9223372036854775807 repeats are planned
cell SET planned = 14 WHERE id = 3|7 repeats are not whole sessions of 14
cell SET timeout_ms = 0 WHERE id = 3|timeout_ms is 0
cell SET timeout_ms = 4294967297 WHERE id = 3|timeout_ms is 4294967297
cell SET cell_timeout_ms = -1|cell_timeout_ms is -1
cell SET calls = -1|calls is -1
series SET n = 0 WHERE id = 2|n is 0
series SET n = 4611686018427387904 WHERE id = 2|n is 4611686018427387904
series SET workers = 4294967298 WHERE id = 2|workers is 4294967298
series SET chunks = 0 WHERE id = 2|chunks is 0
DAMAGE

# senseless texts and times do not prevent resuming
for sql in "started_utc = '0001-01-01T00:00:00Z'" "started_utc = ''" \
	"started_utc = '9999-12-31T23:59:59Z'" "owner = ''" "owner = 'x'" \
	"owner = 'x 999999999999 y'" "status = 'failed', reason = 'x'"; do
	cp x.db y.db
	ask y.db "UPDATE run SET $sql"
	expect_exit 0 "$DOTREC" run --resume 1 -d y.db
	expect_equal "$sql" 'finished|63' "$(ask y.db 'SELECT status, ok FROM v_account_run')"
	expect_equal "times" 0 "$(ask y.db "SELECT count(*) FROM sample
		WHERE start_ns < 0 OR start_ns > 1e18")"
done

# an imported run has no time-outs, and nothing is left to run
printf 'job,size,ms,w\nserial,1000,5,1\nserial,1000,6,1\n' >other.csv
expect_exit 0 "$DOTREC" import -q -d other.db other.csv \
	--map series=job,n=size,time=ms,unit=ms
expect_exit 0 "$DOTREC" run --resume last -d other.db
expect_text err 'nothing was left to run'
