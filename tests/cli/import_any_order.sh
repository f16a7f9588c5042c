#!/bin/sh
# Runs that arrive in any order give the same nights, levels, verdicts and histories:
# everything is in the order of time, not of ids.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000 1400,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# shm is 30 % slower from night 30 of 36 on; an older program measured the first 20
nights x.db 36 "UPDATE summary SET median_ns = median_ns * 1.3
	WHERE cell_id IN (SELECT c.cell_id FROM v_cell AS c JOIN night AS n
	ON n.run_id = c.run_id WHERE c.strategy = 'shm' AND n.i >= 30);
INSERT INTO build (version, source, compiler, flags, blas, sqlite, libc)
	VALUES ('0.0.1', 'old', 'cc', '', 'none', '3', '2');
UPDATE run SET label = 'weekly' WHERE id % 7 = 0;
UPDATE run SET noisy = 'a hog' WHERE id % 11 = 0;
UPDATE run SET build_id = 2 WHERE id IN (SELECT run_id FROM night WHERE i <= 20);"
ask x.db "UPDATE cell SET planned = 1; UPDATE summary SET samples = 1;
	INSERT INTO sample (cell_id, repeat, round, status, start_ns, total_ns)
	SELECT c.id, 0, 0, 'ok', 0, CAST(u.median_ns * c.calls AS INTEGER)
	FROM cell AS c JOIN summary AS u ON u.cell_id = c.id"
ask x.db 'SELECT id FROM run ORDER BY id' >ids
while read -r id; do
	expect_exit 0 "$DOTREC" export "$id" -q -d x.db --format jsonl -o "run$id"
done <ids
# the last night comes first, then every fifth one
expect_exit 0 "$DOTREC" import -q -d y.db "run$(tail -n 1 ids)"
for from in 3 1 4 2 5; do
	sed -n "$from~5p" ids | while read -r id; do
		expect_exit 0 "$DOTREC" import -q -d y.db "run$id"
	done
done
expect_equal "order of the ids" 0 "$(ask y.db "SELECT (SELECT group_concat(id)
	FROM (SELECT id FROM run ORDER BY started_utc)) = (SELECT group_concat(id)
	FROM (SELECT id FROM run ORDER BY id))")"

for db in x y; do
	# the newest of this name, then the last run
	for run in weekly last; do
		code=0
		"$DOTREC" check $run -d $db.db >$db.$run 2>err || code=$?
		[ "$code" -lt 2 ] || fail "check $run: exit code $code"
	done
	expect_exit 0 "$DOTREC" accept 'shm/*' --reason 'a fix' -d $db.db
	for query in account_run builds caption changes control histories history \
		host_differences levels marks night night_trend nights noisy pays \
		plans runs series series_history trend verdicts; do
		echo "== $query"
		"$DOTREC" query $query -d $db.db --format json >rows ||
			fail "query $query"
		ask :memory: "SELECT json_remove(value, '\$.run_id', '\$.machine_id',
			'\$.build_id', '\$.mark_id', '\$.made_utc', '\$.run',
			'\$.caption') FROM json_each(readfile('rows'))"
	done >$db.rows
	ask $db.db "SELECT date, started_utc FROM v_night;
		SELECT started_utc, measure, subject, verdict, since_utc, effect_ratio,
		still, still_since_utc, reason FROM v_verdict ORDER BY 1, 2, 3;
		SELECT v.started_utc, (SELECT group_concat(date, ' ') FROM
		(SELECT u.date FROM v_night_until AS u WHERE u.until_id = v.run_id
		ORDER BY u.started_utc)) FROM v_night AS v ORDER BY 1;
		SELECT r.started_utc FROM mark AS m JOIN run AS r ON r.id = m.run_id" |
		sort >$db.nights
done
for run in weekly last; do
	sed 's/run [0-9]*,//' x.$run >x.said # it has another id
	sed 's/run [0-9]*,//' y.$run | diff -u x.said - ||
		fail "check of $run says something else"
	expect_text x.said 'regressed'
done
diff -u x.rows y.rows || fail "the queries differ"
diff -u x.nights y.nights || fail "nights, levels or verdicts differ"
for query in 'nights nights=3' 'histories nights=3' 'series_history nights=3'; do
	# shellcheck disable=SC2086 # a query and its parameter
	expect_exit 0 "$DOTREC" query $query -d y.db --format csv
	expect_text out 2026-03-29 2026-03-31
	! grep -q 2026-03-28 out || fail "$query is not of the last three nights"
done

# a night that comes after later ones were judged keeps no verdict, and that is told
late=$(sed -n 33p ids)
grep -vx "$late" ids | while read -r id; do
	expect_exit 0 "$DOTREC" import -q -d z.db "run$id"
done
"$DOTREC" check -d z.db >out 2>err || [ $? -eq 1 ] || fail "check fails"
! grep -q 'without verdicts' err || fail "all nights were judged"
said=$(ask z.db 'SELECT * FROM verdict')
expect_exit 0 "$DOTREC" import -q -d z.db "run$late"
"$DOTREC" check -d z.db >out 2>err || [ $? -eq 1 ] || fail "check fails"
expect_text err 'earlier nights without verdicts: 1, which came after'
expect_equal "verdicts" "$said" "$(ask z.db 'SELECT * FROM verdict')"
