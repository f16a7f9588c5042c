#!/bin/sh
# Nights with given dates: one dies and is resumed, one is started twice, one has a
# deadline, and in one a step is found. Each has one exit code and prints one line,
# or nothing if all is well.
. "${0%/*}/lib.sh"
long_test
need sqlite3 gnuplot setsid

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000 2000,2,6
PLAN
night() { # DAY CODE [OPTION...]
	_day=$1 _wanted=$2
	shift 2
	expect_exit "$_wanted" "$DOTREC" nightly -d x.db -o nights \
		--now "2026-03-${_day}T01:00:00Z" "$@" plan.csv
}

night 01 0
expect_empty out
expect_empty err
[ "$(readlink nights/latest)" = 2026-03-01 ] || fail "latest is not that night"
[ -s nights/latest/report.pdf ] || fail "no report"
[ "$(find nights -name '.latest*' | wc -l)" -eq 0 ] || fail "a link is left"

# the notification has the same words, and the data for a program
night 02 0 --notify 'cat >told.json' -v
expect_text out 'night 2026-03-02' "run 2 in 'x.db'" "report in 'nights/2026-03-02'"
expect_equal "told" '0|2|finished|24|24' "$(sqlite3 :memory: "SELECT
	j ->> 'exit_code', j ->> 'run', j ->> 'status', j ->> 'planned', j ->> 'ok'
	FROM (SELECT readfile('told.json') AS j)")"
night 02 9 --notify 'exit 3' --backup copy.db --thin
expect_text out 'exited with status 3'
expect_equal "the copy" 3 "$(ask copy.db 'SELECT count(*) FROM run')"

# the next start resumes a night that died, as the same run, even if the clock was set
# back before it began, so that one that had finished seems later
cat >long.csv <<'PLAN'
strategy,n,workers,repeats
serial,1000,1,5
serial fork,2000,2,4000
PLAN
expect_exit 0 "$DOTREC" nightly -d y.db -o y --now 2026-03-03T03:00:00Z long.csv
setsid "$DOTREC" nightly -v -d y.db -o y --now 2026-03-03T01:00:00Z long.csv >out 2>err &
runner=$!
wait_until grep -qs 'block 1 of 2' err
# meanwhile a second start is refused and names the process
expect_exit 6 "$DOTREC" nightly -d y.db -o y long.csv
expect_text err "'y.db.lock' is held by process $runner since 2026-03-03T01:00"
kill -KILL "$runner"
finish
wait_until nobody_left
expect_equal "half a night" '2|running|5' "$(ask y.db "SELECT id, status,
	(SELECT count(*) FROM v_sample AS s WHERE s.run_id = run.id AND s.status = 'ok')
	FROM run WHERE id > 1")"
expect_exit 0 "$DOTREC" nightly -d y.db -o y --now 2026-03-03T04:00:00Z long.csv
expect_equal "one whole night" '2|finished|1|8005' "$(ask y.db 'SELECT id, status,
	resumed, (SELECT count(*) FROM v_sample AS s WHERE s.run_id = run.id)
	FROM run WHERE id > 1')"

# a deadline ends the run, keeps its finished blocks, and is reported
sed 's/,4000$/,100000/' long.csv >endless.csv
: >err
"$DOTREC" nightly -v -d z.db -o z --deadline 600 endless.csv >out 2>err &
runner=$!
wait_until grep -q 'block 1 of 2' err
kill -s ALRM "$runner" # as the kernel does at the deadline
finish
expect_equal "exit code at the deadline" 3 "$code"
expect_text out 'deadline of 600 minutes' 'run 1 in'
expect_equal "what is kept" 'interrupted|5' "$(ask z.db 'SELECT status,
	(SELECT count(*) FROM sample) FROM run')"
# depending on the speed of the machine: 3, or 4 if nothing was measured by then
code=0
"$DOTREC" nightly -d z2.db -o z2 --deadline 0.01 endless.csv >out 2>err || code=$?
[ "$code" -eq 3 ] || [ "$code" -eq 4 ] || fail "exit code $code, not 3 or 4"
expect_text out 'deadline of 0.01 minutes'
expect_exit 2 "$DOTREC" nightly -d z.db --deadline 0 endless.csv
expect_exit 2 "$DOTREC" nightly -d z.db --now today endless.csv

# in a month of history a step is found
rm -rf x.db* nights
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
nights x.db 40 "UPDATE summary SET median_ns = median_ns * 1.3 WHERE cell_id IN
	(SELECT c.cell_id FROM v_cell AS c JOIN night AS n ON n.run_id = c.run_id
	WHERE c.strategy = 'shm' AND n.i >= 38);"
expect_exit 1 "$DOTREC" check -d x.db
expect_text out 'regressed '
# the next night is really measured, so its times belong to neither level
code=0
"$DOTREC" nightly -d x.db -o nights --now 2026-04-01T01:00:00Z plan.csv >out 2>err ||
	code=$?
expect_equal "exit code, 1 where a regression is told" \
	"$(grep -c '[1-9][0-9]* regressed' out)" "$code"
expect_equal "judged" 1 "$(ask x.db "SELECT count(*) > 0 FROM v_verdict
	WHERE started_utc LIKE '2026-04-01T01:0%'")"

# a night that cannot even begin is notified, too
echo 'not a database' >spoilt.db
expect_exit 7 "$DOTREC" nightly -d spoilt.db --notify 'cat >told.json' plan.csv
expect_text err "'spoilt.db': not a database"
expect_text told.json '"exit_code":7' "'spoilt.db': not a database" '"run":null'
