#!/bin/sh
# A run that is killed ten times and resumed as often has every repeat once, in the
# order and with the bits of an undisturbed run.
. "${0%/*}/lib.sh"
long_test
need sqlite3 setsid

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial fork shm,1000..1300+20,2,15
pipe ring,1000..1300+20,3,10
PLAN
expect_exit 0 "$DOTREC" run --seed 7 --sessions 2 -q -d whole.db plan.csv

setsid "$DOTREC" run --seed 7 --sessions 2 -d x.db plan.csv >out 2>err &
runner=$!
blocks() { # whether x.db has more samples than before
	[ "$(ask x.db 'SELECT count(*) FROM sample' 2>/dev/null || echo 0)" \
		-gt "$have" ]
}
have=0
for round in 1 2 3 4 5 6 7 8 9 10; do
	wait_until blocks
	kill -KILL "$runner" 2>/dev/null || :
	finish
	wait_until nobody_left
	have=$(ask x.db 'SELECT count(*) FROM sample')
	[ "$round" -lt 10 ] || break
	setsid "$DOTREC" run --resume last -d x.db >out 2>err &
	runner=$!
done
rm -f plan.csv
expect_exit 0 "$DOTREC" run --resume last -d x.db

what='SELECT series_id, repeat, round, status, result_bits FROM v_sample
	ORDER BY series_id, repeat'
ask whole.db "$what" >expected
ask x.db "$what" >got
[ "$(wc -l <expected)" -eq "$(ask whole.db 'SELECT sum(planned) FROM cell')" ] ||
	fail "the undisturbed run is incomplete"
cmp got expected || fail "the samples differ from those of an undisturbed run"
order='SELECT series_id, repeat FROM v_sample ORDER BY start_ns / 1000000000000,
	session, n, round'
[ "$(ask x.db "$order" | sort | uniq -d | wc -l)" -eq 0 ] || fail "repeats twice"
expect_equal "contradictions" '' "$(ask x.db 'SELECT * FROM v_contradiction')"
expect_equal "status, resumed" 'finished|1' \
	"$(ask x.db 'SELECT status, resumed >= 1 FROM run')"
# all sessions use the same calibration: the same number of calls per repeat
expect_equal "speed-ups over both sessions" 30 "$(
	ask x.db "SELECT DISTINCT rounds FROM v_speedup WHERE strategy = 'shm'")"

# a finished run is left alone
cp x.db before.db
expect_exit 0 "$DOTREC" run --resume last -d x.db
expect_empty out
expect_text err 'nothing was left to run'
expect_equal "samples" "$(ask before.db 'SELECT count(*) FROM sample')" \
	"$(ask x.db 'SELECT count(*) FROM sample')"
