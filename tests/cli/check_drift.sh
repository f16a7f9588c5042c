#!/bin/sh
# A drift is told once, with its rate and exit code 1; later nights say that it goes on.
# Noise that grows is told, and is no regression.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# 60 nights with noise of less than 1 %: shm gets slower by 0.4 % a night; the noise of
# serial is three times as large from night 31 on
nights x.db 60 "
UPDATE summary SET median_ns = (
	SELECT n.median_ns * iif(s.strategy = 'shm', exp(0.004 * n.i),
		1 + n.e * iif(n.i > 30, 2, 0) + n.e)
	FROM noise AS n JOIN series AS s ON s.id = n.series_id
	WHERE n.cell_id = summary.cell_id)
	WHERE cell_id IN (SELECT cell_id FROM noise);
UPDATE summary SET median_ns = median_ns * (
	SELECT 1 + n.e FROM noise AS n JOIN series AS s ON s.id = n.series_id
	WHERE n.cell_id = summary.cell_id AND s.strategy = 'shm')
	WHERE cell_id IN (SELECT n.cell_id FROM noise AS n
		JOIN series AS s ON s.id = n.series_id WHERE s.strategy = 'shm');"
code=0 told=
for night in $(seq 20 60); do
	code=0
	"$DOTREC" check "$(run_of "$night")" -d x.db >out 2>err || code=$?
	if grep -q '^drifting  *shm' out; then
		expect_equal "told once" '' "$told"
		expect_equal "exit code of night $night" 1 $code
		told=$night
		grep '^drifting' out >line
	elif [ -n "$told" ] && [ "$night" -gt $((told + 16)) ]; then
		expect_equal "exit code of night $night" 0 $code
	fi
done
[ -n "$told" ] || fail "the drift was not told"
# 0.4 % a night are 12.7 % in 30
grep -qE ' \+1[12345]\.[0-9] % a month, \+[0-9.]+ % ' line || fail "no rate: $(cat line)"
grep -q '^still drifting  *shm.*% a month, +' out || fail "it does not go on"
expect_equal "never a regression" 0 "$(ask x.db "SELECT count(*) FROM verdict
	WHERE verdict = 'regressed' AND measure = 'time'")"
grep -q 'month_ratio' <<-END || fail "no column"
	$("$DOTREC" query findings -d x.db --format csv)
END
ask x.db "SELECT verdict, measure, subject FROM verdict WHERE verdict IN ('noisier', 'drifting')" >told
grep -q '^noisier|time|serial' told || fail "growing noise was not told: $(cat told)"

# a drift to longer times ends with exit code 1 also below the accepted level
rm -f x.db*
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
cp x.db y.db
nights x.db 110 "
UPDATE summary SET median_ns = median_ns * (
	SELECT iif(s.strategy = 'shm', 0.7 * exp(0.003 * max(0, n.i - 70)), 1)
	FROM noise AS n JOIN series AS s ON s.id = n.series_id
	WHERE n.cell_id = summary.cell_id)
	WHERE cell_id IN (SELECT cell_id FROM noise WHERE i > 30);"
told=
for night in $(seq 71 110); do
	code=0
	"$DOTREC" check "$(run_of "$night")" -d x.db >out 2>err || code=$?
	grep -q '^drifting ' out || continue
	told=$night
	grep -q '^drifting .* a month, -2[0-9]\.[0-9] % \[.*+[0-9.]* %' out ||
		fail "neither the accepted level nor the last change"
	expect_equal "exit code of night $night" 1 $code
done
[ -n "$told" ] || fail "the second drift was not told"

# noise that grows later does not hide a regression that the same check confirms
nights y.db 130 "
UPDATE summary SET median_ns = median_ns * (
	SELECT iif(n.i > 50, 1.2, 1) * (1 + iif(n.i > 98, 3, 0) * n.e) FROM noise AS n
	WHERE n.cell_id = summary.cell_id)
	WHERE cell_id IN (SELECT cell_id FROM noise);"
expect_exit 1 "$DOTREC" check -d y.db
expect_equal "both" 'regressed noisier' "$(ask y.db "SELECT group_concat(verdict, ' ')
	FROM (SELECT verdict FROM verdict WHERE verdict IN ('regressed', 'improved',
	'drifting', 'noisier') AND measure = 'time' AND subject LIKE 'shm%'
	ORDER BY run_id)")"
expect_exit 0 "$DOTREC" check -d y.db
expect_text out 'still regressed'

# a drift that has ended is told as what it has led to, without a rate; it can be accepted
rm -f x.db*
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
nights x.db 130 "
UPDATE summary SET median_ns = median_ns * (
	SELECT iif(s.strategy = 'shm', exp(0.002 * min(n.i, 80)), 1)
	FROM noise AS n JOIN series AS s ON s.id = n.series_id
	WHERE n.cell_id = summary.cell_id)
	WHERE cell_id IN (SELECT cell_id FROM noise);"
for night in $(seq 20 110); do
	"$DOTREC" check "$(run_of "$night")" -d x.db >out 2>err || :
	[ "$night" != 75 ] || grep -q '^still drifting  *shm.* time .* a month' out ||
		fail "the drift does not go on"
done
grep -q '^still regressed  *shm.* time  *+1' out || fail "what holds is not told"
! grep -E 'drifting|a month' out || fail "the drift goes on after its end"
expect_exit 0 "$DOTREC" accept 'shm/*' --run "$(run_of 76)" --reason 'a bigger table' -d x.db
for night in 75 76 110; do
	expect_exit 0 "$DOTREC" query told run="$(run_of $night)" -d x.db
	if [ $night = 75 ]; then expect_text out ' still drifting'; else
		expect_text out ' accepted'
		! grep -q still out || fail "night $night holds what was accepted"
	fi
done

# the picture of the nights marks each of them
for word in regressed improved drifting noisier suspect; do
	grep -Eq "^all_marks = '([^']* )?$word |eq '$word'" "$top_srcdir/reports/history.gp" ||
		fail "no mark for '$word'"
done
