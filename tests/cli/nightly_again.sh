#!/bin/sh
# Suspicious series are measured again the same night, before the verdicts, if the
# sessions of a night differ more than the nights do; otherwise they are not.
. "${0%/*}/lib.sh"
long_test
need sqlite3 gnuplot
clockwork
echo 4000 >takes
echo 1000 >takes_apart
cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial shm,native,2000,2,6
serial,blas,1000,1,6
PLAN
expect_exit 0 with_clockwork "$DOTREC" run -q -d first.db plan.csv

# history FILE SPREAD [SQL]: makes 30 nights before April, in which the product of the
# blas takes 2 ms (in the middle of 1 and 4 ms on a logarithmic scale), shm a million
# times its measured time, and serial varies too much to become suspicious. Repeats
# scatter by 5 %, and nights additionally by SPREAD.
history() {
	cp first.db "$1"
	nights "$1" 30 "
	UPDATE cell SET calls = 1 WHERE run_id > (SELECT id FROM last);
	UPDATE summary SET samples = 6, median_ns = CAST(1 + CASE
			WHEN s.kernel = 'blas' THEN 2e6 * (1 + 10 * e)
			WHEN s.strategy = 'shm' THEN u.median_ns * 1e6 * (1 + 10 * e)
			ELSE u.median_ns * (1 + 40 * e) END AS INTEGER)
	FROM noise AS u JOIN cell AS c ON c.id = u.cell_id
	JOIN series AS s ON s.id = c.series_id WHERE u.cell_id = summary.cell_id;
	${3:-}"
	ask "$1" "
	INSERT INTO sample (cell_id, repeat, round, status, start_ns, total_ns,
			spawn_ns, dispatch_ns, compute_ns, collect_ns, skew_ns,
			mark_every, active, sent_bytes, received_bytes)
		SELECT id, value, value, 'ok', 0, t, 0, 0, t, 0, 0, 1, 1, 0, 0 FROM
		(SELECT c.id, k.value, CAST(1e6 * (1 + $2 * (c.run_id * c.series_id % 7 - 3))
			* (1 + 0.02 * ((c.id * 7919 + k.value * 104729) % 11 - 5))
			AS INTEGER) AS t
		FROM cell AS c, json_each('[0,1,2,3,4,5]') AS k)"
}
# night CODE DB [OPTION...]: the night of 1 April ends with CODE
night() {
	_wanted=$1 _db=$2
	shift 2
	expect_exit "$_wanted" with_clockwork "$DOTREC" nightly -v -d "$_db" -o nights \
		--now 2026-04-01T01:00:00Z "$@" plan.csv
	expect_equal "$_db" '' "$(ask "$_db" 'SELECT * FROM v_contradiction')"
}
# again DB: prints the cells measured again, why, their planned and ok repeats, and
# their sessions
again() {
	ask "$1" "SELECT c.series, remeasured, planned, count(*),
			count(DISTINCT session)
		FROM v_cell AS c JOIN v_sample AS p ON p.cell_id = c.cell_id
		WHERE c.run_id = (SELECT max(id) FROM run) AND remeasured IS NOT NULL
			AND p.status = 'ok'
		GROUP BY c.cell_id ORDER BY c.cell_id" | paste -s -d ' ' -
}
# said DB: prints the verdicts on the times of the two series
said() {
	ask "$1" "SELECT verdict FROM v_verdict
		WHERE run_id = (SELECT max(id) FROM run) AND measure = 'time'
		AND subject IN ('serial/blas/f64/1000/1x1', 'shm/native/f64/2000/2x1')
		ORDER BY subject" | paste -s -d ' ' -
}
shm='serial/native/f64/2000/1x1|base|12|12|2 shm/native/f64/2000/2x1|time suspect, relative suspect|12|12|2'
blas='serial/blas/f64/1000/1x1|time suspect|12|12|2'

# nights are alike: suspicious series and their bases get one more session
history like.db 0
for copy in off stuck; do
	cp like.db "$copy.db"
done
night 0 like.db --notify 'cat >told.json'
expect_text out '2 suspicious series measured again: 1 cleared, 1 still suspect;'
expect_equal "measured again" "$shm $blas" "$(again like.db)"
expect_equal "said" 'no change seen suspect' "$(said like.db)"
expect_equal "accounted for" 'finished|36|36|0' "$(ask like.db "SELECT status,
	planned, ok, missing FROM v_account_run ORDER BY run_id DESC LIMIT 1")"
# ln 2e6 is 14.51; the first session has 15.2 (4 ms), the second 13.8 (1 ms)
expect_equal "the value is that of both sessions" 1 "$(ask like.db "SELECT
	value_ln BETWEEN 14.50 AND 14.55 FROM summary
	WHERE cell_id = (SELECT max(id) FROM cell)")"
expect_equal "told" '3|time suspect' "$(sqlite3 :memory: "SELECT
	json_array_length(j, '\$.remeasured'), j ->> '\$.remeasured[2].why'
	FROM (SELECT readfile('told.json') AS j)")"
expect_exit 0 "$DOTREC" check -d like.db
expect_text out 'measured again (time suspect, relative suspect)' \
	'measured again the same night: 3 of 3'

# judging again gives the same verdicts; nothing is measured a third time
ask like.db "CREATE TABLE before AS SELECT * FROM verdict;
	DELETE FROM verdict; DELETE FROM trend"
expect_exit 0 "$DOTREC" check -d like.db
expect_equal "verdicts that differ" 0 "$(ask like.db "SELECT count(*) FROM
	(SELECT * FROM before EXCEPT SELECT * FROM verdict)")"
ask like.db 'DROP TABLE before'
expect_exit 0 "$DOTREC" run --resume last -d like.db
expect_text err 'nothing was left to run'

# a drift, or noise that has grown, is an outcome, too: not 'cleared'
for word in drifting noisier; do
	cp like.db word.db
	ask word.db "UPDATE verdict SET verdict = '$word' WHERE verdict = 'suspect'"
	expect_equal "outcomes" "1|cleared 1|$word" "$(
		sed 's/:run_id/(SELECT max(id) FROM run)/' \
			"$top_srcdir/sql/store/remeasured_words.sql" | ask word.db |
			paste -s -d ' ' -)"
done

# export and import keep the additional session
expect_exit 0 "$DOTREC" export --all -d like.db -o like.csv
expect_exit 0 "$DOTREC" import -d copy.db like.csv
expect_equal "copied" "$shm $blas" "$(again copy.db)"
expect_equal "hash" "$("$DOTREC" status --hash -d like.db)" \
	"$("$DOTREC" status --hash -d copy.db)"

night 0 off.db --no-remeasure
expect_equal "not measured again" '|suspect suspect' "$(again off.db)|$(said off.db)"

# nights differ: measuring again would give the same value of this night
history differ.db 0.05
night 0 differ.db
expect_equal "not measured again" '|suspect suspect' "$(again differ.db)|$(said differ.db)"
! grep -q 'measured again' out || fail "measuring again is reported although it was not done"

# the third slow night would confirm a regression: it is measured again first
history step.db 0 "UPDATE summary SET median_ns = median_ns * 2 WHERE cell_id IN
	(SELECT c.cell_id FROM v_cell AS c JOIN night AS n ON n.run_id = c.run_id
	WHERE c.kernel = 'blas' AND n.i >= 29);"
cp step.db alarm.db
night 1 alarm.db --no-remeasure
expect_text out '1 regressed'
night 0 step.db
expect_text out '2 suspicious series measured again'
expect_equal "why" "time regressed" "$(ask step.db "SELECT remeasured FROM v_cell
	WHERE kernel = 'blas' ORDER BY run_id DESC LIMIT 1")"

# the deadline comes meanwhile: whole blocks are kept, and the night is judged
: >stuck_apart
: >err
with_clockwork exec "$DOTREC" nightly -v -d stuck.db -o nights --deadline 60 \
	--now 2026-04-01T01:00:00Z plan.csv >out 2>err &
runner=$!
first_block() {
	[ "$(ask stuck.db 'SELECT count(*) FROM cell
		WHERE remeasured IS NOT NULL')" = 2 ]
}
wait_until first_block
wait_until [ -e reached ]
# meanwhile a more complete copy does not replace the run
expect_exit 0 "$DOTREC" backup -q -d stuck.db copy_of_stuck.db
ask copy_of_stuck.db "UPDATE run SET generation = generation + 1
	WHERE id = (SELECT max(id) FROM run)"
: >told
"$DOTREC" merge -d stuck.db copy_of_stuck.db >told 2>&1 && fail "the copy was merged over the run"
expect_text told "is still being run by process $runner"
kill -ALRM "$runner"
finish
[ "$code" -eq 0 ] || fail "exit code $code"
expect_text out 'the deadline came while measuring again' \
	'1 suspicious series measured again: 1 still suspect' 'report in'
expect_equal "measured again" "$shm" "$(again stuck.db)"
expect_equal "said" 'suspect suspect' "$(said stuck.db)"
expect_equal "accounted for" 'finished|30|30|0' "$(ask stuck.db "SELECT status,
	planned, ok, missing FROM v_account_run ORDER BY run_id DESC LIMIT 1")"
