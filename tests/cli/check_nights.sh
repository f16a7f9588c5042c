#!/bin/sh
# A step is confirmed once, with exit code 1; on later nights it is 'still
# regressed'. Accepting a step and excluding a night can be undone.
. "${0%/*}/lib.sh"
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000..1400+100,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# shm is 10 % slower from night 38 of 45 on; all series are 3 times slower in night 30
nights x.db 45 "UPDATE summary SET median_ns = median_ns * 1.1
	WHERE cell_id IN (SELECT c.cell_id FROM v_cell AS c JOIN night AS n
	ON n.run_id = c.run_id WHERE c.strategy = 'shm' AND n.i >= 38);
UPDATE summary SET median_ns = median_ns * 3 WHERE cell_id IN
	(SELECT c.id FROM cell AS c JOIN night AS n ON n.run_id = c.run_id
	WHERE n.i = 30);"
expect_exit 0 "$DOTREC" exclude "$(run_of 30)" --reason 'a hog' -d x.db
expect_exit 2 "$DOTREC" check "$(run_of 30)" -d x.db
expect_text err 'excluded'

# judges all nights up to 37 at once: no change in them
expect_exit 0 "$DOTREC" check "$(run_of 37)" -d x.db
expect_text err 'judged now: 35'
expect_text out 'no change seen: 1' 'break-even of shm/native/f64/*/2x1'
expect_equal "nights judged" 36 "$(ask x.db 'SELECT count(DISTINCT run_id)
	FROM verdict')"
expect_equal "alarms" 0 "$(ask x.db "SELECT count(*) FROM verdict
	WHERE verdict IN ('regressed', 'improved')")"
expect_equal "young nights" 'not enough nights' "$(ask x.db "SELECT DISTINCT
	verdict FROM verdict WHERE run_id = $(run_of 19)")"
young=$(ask x.db 'SELECT * FROM verdict')

# night by night: each of the series is confirmed once
alarms=0
for night in 38 39 40 41 42 43; do
	expect_check "$(run_of "$night")" -d x.db
	cp out "out$night"
	alarms=$((alarms + code))
done
[ "$alarms" -ge 1 ] || fail "the step was not found within 6 nights"
expect_equal "each series confirmed once, as slower, of shm" '5|1|1|1' "$(
	ask x.db "SELECT count(*), max(c), min(e > 0.07), min(e < 0.13) FROM
	(SELECT subject, count(*) AS c, max(effect_ratio) AS e FROM verdict
	WHERE measure = 'time' AND verdict = 'regressed' GROUP BY subject)")"
expect_equal "the mean over sizes too" 1 "$(ask x.db "SELECT count(*) FROM verdict
	WHERE measure = 'mean' AND subject = 'shm/native/f64/*/2x1'
	AND verdict = 'regressed'")"
expect_equal "since" 1 "$(ask x.db "SELECT min(abs(julianday(since_utc) -
	julianday('2026-03-24'))) <= 1 FROM v_verdict WHERE verdict = 'regressed'")"
expect_text out43 'still regressed'
expect_equal "judged nights stay as they are" "$young" "$(ask x.db "SELECT *
	FROM verdict WHERE run_id <= $(run_of 37)")"
# a second check reports the same
cp out43 before
expect_check "$(run_of 43)" -d x.db
cmp out before || fail "a second check reports something else"

# after 'accept' there is a new baseline, and no 'still' any more
expect_exit 2 "$DOTREC" accept 'shm/*' -d x.db
expect_exit 2 "$DOTREC" accept 'nosuch/*' --reason x -d x.db
expect_exit 0 "$DOTREC" accept 'shm/*' --reason 'safer now' --run "$(run_of 38)" -d x.db
expect_equal "marks" '5|safer now' "$(ask x.db "SELECT count(*), reason FROM mark
	WHERE kind = 'accepted' AND undone_utc IS NULL")"
expect_exit 0 "$DOTREC" check "$(run_of 44)" -d x.db
! grep -q 'still' out || fail "still regressed though accepted"
expect_exit 0 "$DOTREC" accept 'shm/*' --undo -d x.db
expect_exit 2 "$DOTREC" accept 'shm/*' --undo -d x.db
expect_exit 0 "$DOTREC" check last -d x.db
expect_text out 'still regressed'
expect_exit 0 "$DOTREC" exclude "$(run_of 30)" --undo -d x.db
expect_exit 2 "$DOTREC" exclude "$(run_of 30)" --undo -d x.db

for format in csv json jsonl markdown tsv table; do
	expect_exit 0 "$DOTREC" check -d x.db --format "$format"
	expect_text out 'shm/native/f64/1000/2x1'
done
expect_exit 2 "$DOTREC" check -d x.db --format nosuch

# a replay of the same nights finds the regression
expect_exit 0 "$DOTREC" replay -d x.db
expect_equal "rows of replay" 450 "$(($(wc -l <out) - 1))"
grep -q '^shm/native/f64/1000/2x1,.*,regressed,' out || fail "the regression is missing from the replay"
