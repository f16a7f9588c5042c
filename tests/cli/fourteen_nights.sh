#!/bin/sh
# Two weeks with a crash, a missed night, a double start, a regression and its
# acceptance, the changes of the clock, a night on one CPU, a change that heals, and a
# drift: the exit code, output and status of each night.
. "${0%/*}/lib.sh"
long_test
need sqlite3 gnuplot
clockwork
echo 4000 >takes
printf 'strategy,kernel,n,repeats\nserial,blas,1000,6\n' >plan.csv

# 80 nights of 4 ms, within a sixth of it. (After so many nights two slow ones at the
# end always raise an alarm; after 25, it would depend on the random permutations.)
expect_exit 0 with_clockwork "$DOTREC" run -q -d x.db plan.csv
nights x.db 80 "UPDATE summary SET median_ns = CAST(4e6 * (1 + 20 * e) AS INTEGER)
	FROM noise WHERE noise.cell_id = summary.cell_id;"

# nightly DAY [HOUR]: runs 'dotrec nightly' on that day
nightly() {
	with_clockwork "$DOTREC" nightly -d x.db -o nights --notify 'cat >told.json' \
		--now "2026-04-${1}T${2:-01}:00:00Z" plan.csv
}
# begin DAY: starts the same in the background and waits for its first product
begin() {
	: >stuck
	with_clockwork exec "$DOTREC" nightly -d x.db -o nights \
		--now "2026-04-${1}T01:00:00Z" plan.csv >out 2>err &
	runner=$!
	wait_until [ -e reached ]
}
# told FROM TO: what was said of these nights where something was
told() {
	ask x.db "SELECT substr(r.night, 6) || ' ' || v.verdict || coalesce(' since '
			|| substr(s.night, 6), '')
		FROM verdict AS v JOIN run AS r ON r.id = v.run_id
		LEFT JOIN run AS s ON s.id = v.since_run_id
		WHERE v.measure = 'time' AND r.night BETWEEN '2026-$1' AND '2026-$2'
		AND v.verdict NOT IN ('no change seen', 'suspect') ORDER BY r.started_utc"
}
# night DAY CODE [HOUR]: a night that ends with CODE and prints nothing if that is 0
night() {
	expect_exit "$2" nightly "$1" "${3:-01}"
	expect_empty err
	[ "$2" -ne 0 ] || expect_empty out
	cp out line
	expect_equal "latest" "2026-04-$1" "$(readlink nights/latest)"
	status 0 "$1"
}
# status CODE DAY: the status at noon; exit code CODE
status() {
	expect_exit "$1" "$DOTREC" status -d x.db --now "2026-04-${2}T12:00:00Z"
	cp out "status$2"
}

echo 4100 >takes
night 01 0
echo 3700 >takes
night 02 0
echo 3900 >takes
begin 03 # the machine crashes and is started again
kill -KILL "$runner"
finish
rm stuck reached
wait_until nobody_left
status 4 03
expect_text status03 'last run     2026-04-03T01:0' ', running' \
	'last good    2026-04-02' '6 planned, 6 missing'
night 03 0 05
expect_equal "gone on with" 'finished|1|6' "$(ask x.db "SELECT status, resumed,
	(SELECT count(*) FROM v_sample WHERE run_id = run.id)
	FROM run WHERE started_utc LIKE '2026-04-03T01:0%'")"
status 4 04 # there was no power
expect_text status04 'the newest expected night is absent'
echo 4400 >takes
night 05 0
expect_text status05 'did not happen: 2026-04-04'
echo 4000 >takes
begin 06
expect_exit 6 nightly 06
expect_text err "'x.db.lock' is held by process $runner since 2026-04-06T01:00"
expect_empty out
rm stuck
finish
expect_equal "the first start" 0 "$code"
status 0 06
echo 16000 >takes
night 07 0
echo 16600 >takes
night 08 1
expect_text line 'night 2026-04-08' '; 1 regressed; regressed: serial/blas/f64/1000/1x1 +3' \
	' since 2026-04-07: compute +12' '; run '
expect_equal "told as JSON" 'regressed|1|compute +12|compute_ns|{"regressed":1}' "$(
	sqlite3 :memory: "SELECT j ->> '\$.verdicts[0].verdict',
		json_array_length(j, '\$.verdicts'),
		substr(j ->> '\$.verdicts[0].moved', 1, 11),
		(SELECT key FROM json_each(j, '\$.verdicts[0].phases')
			WHERE value ->> 1 > 1e7 AND key <> 'total_ns'),
		j ->> '\$.counts' FROM (SELECT readfile('told.json') AS j)")"
expect_exit 1 "$DOTREC" check -d x.db # a second check of the same night reports the same
echo 15800 >takes
night 09 0 # a regression is reported once
echo 16300 >takes
night 10 0
expect_exit 0 "$DOTREC" check -d x.db
expect_text out 'still regressed' ' +3'
expect_exit 0 "$DOTREC" accept 'serial/*' --reason 'the price of a fix' \
	--run "$(ask x.db "SELECT id FROM run WHERE started_utc LIKE '2026-04-09%'")" \
	-d x.db
expect_exit 0 "$DOTREC" check -d x.db
expect_text out 'accepted'
! grep -q 'regressed' out || fail "regressed though accepted"
for day in 11 12 13 14; do
	echo "16${day}0" >takes
	night $day 0
done
expect_text status14 'last good    2026-04-14T01:0' 'nothing of its plan' \
	'did not happen: 2026-04-04'

cat >wanted <<'TEXT'
04-01|no change seen||
04-02|no change seen||
04-03|no change seen||
04-05|no change seen||
04-06|no change seen||
04-07|suspect||2026-04-07
04-08|regressed||2026-04-07
04-09|no change seen|regressed|
04-10|no change seen|regressed|
04-11|no change seen||
04-12|no change seen||
04-13|no change seen||
04-14|no change seen||
TEXT
ask x.db "SELECT substr(started_utc, 6, 5), verdict, still, substr(since_utc, 1, 10)
	FROM v_verdict WHERE measure = 'time' AND started_utc > '2026-04'
	ORDER BY run_id" >said
diff -u wanted said || fail "the verdicts differ"
expect_equal "runs since April: one a night, no night twice" '13|13|78|0' "$(ask x.db "
	SELECT count(*), count(DISTINCT date(started_utc)), sum(ok), sum(missing)
	FROM v_account_run WHERE started_utc > '2026-04'")"
expect_equal "contradictions" '' "$(ask x.db 'SELECT * FROM v_contradiction
	WHERE run_id > 81')"

# on both changes of the clock, the same nights go on at 01:00 in Berlin: one a date
berlin=CET-1CEST,M3.5.0,M10.5.0/3
# over_change DAYS DATE UTC...: moves all nights by so many days, up to the one before
# DATE; then a night at each time
over_change() {
	_days=$1 _date=$2
	shift 2
	cp x.db moved.db
	ask moved.db "UPDATE run SET started_utc =
		strftime('%Y-%m-%dT%H:%M:%SZ', started_utc, '$_days days')"
	for _utc; do
		echo 16100 >takes
		TZ=$berlin expect_exit 0 with_clockwork "$DOTREC" nightly -d moved.db \
			-o moved --now "$_utc:00:00Z" plan.csv
		expect_empty out
	done
	expect_equal "nights from $_date on" "$(for _day in 0 1 2; do
		echo "$(date -u -d "$_date + $_day days" +%F)|no change seen"
	done)" "$(ask moved.db "SELECT n.date, v.verdict FROM v_night AS n
		JOIN v_verdict AS v ON v.run_id = n.run_id AND v.measure = 'time'
		WHERE n.date >= '$_date' ORDER BY n.started_utc")"
	TZ=$berlin expect_exit 0 "$DOTREC" status -d moved.db --now "$_utc:30:00Z"
	expect_equal "absent" "$(date -u -d "2026-04-04 $_days days" +%F)" \
		"$(sed -n 's/.*did not happen: //p' out)"
	rm -rf moved moved.db
}
over_change -17 2026-03-29 2026-03-29T00 2026-03-29T23 2026-03-30T23
over_change +193 2026-10-25 2026-10-24T23 2026-10-26T00 2026-10-27T00

# with one CPU allowed everything takes ten times as long: no regression of the program
if [ "$(nproc)" -ge 2 ] && command -v taskset >/dev/null; then
	echo 160000 >takes
	first=$(taskset -pc $$ | sed 's/.*: *//; s/[-,].*//')
	expect_exit 0 with_clockwork taskset -c "$first" "$DOTREC" nightly -d x.db \
		-o nights --now 2026-04-15T01:00:00Z plan.csv
	expect_empty out err
	expect_equal "on one CPU" "another machine|1 CPU allowed, was $(nproc)" "$(
		ask x.db "SELECT verdict, reason FROM v_verdict WHERE measure = 'time'
		AND started_utc > '2026-04-15'")"
	echo 16100 >takes
	night 16 0
	expect_equal "the night after" 'no change seen' "$(ask x.db "
		SELECT verdict FROM v_verdict WHERE measure = 'time'
		AND started_utc > '2026-04-16'")"
else
	echo "no night on one CPU: taskset is missing, or there is one CPU only"
fi

# a change that heals is told, and told back
for night in 17:28100 18:27600 19:27900 20:28200 21:28000 22:16200 23:16000 24:16100 \
	25:16300 26:16000 27:15900 28:16200 29:16000; do
	echo "${night#*:}" >takes
	nightly "${night%:*}" >out 2>err || :
done
expect_equal "healed" '04-21 regressed since 04-17
04-25 improved since 04-20' "$(told 04-17 04-29)"

# a drift of 2 % a night is told once, with its rate, and is one reason for exit code 1
expect_exit 0 with_clockwork "$DOTREC" run -q -d drift.db plan.csv
nights drift.db 80 "UPDATE summary SET median_ns =
		CAST(4e6 * (1 + 2 * e) * pow(1.02, max(0, i - 60)) AS INTEGER)
	FROM noise WHERE noise.cell_id = summary.cell_id;"
codes=
for takes in 6060 6180 6310 6430 6560 6690; do
	echo "$takes" >takes
	code=0
	with_clockwork "$DOTREC" nightly -d drift.db -o drift \
		--now "2026-04-0$((${#codes} + 1))T01:00:00Z" plan.csv >"out" 2>err || code=$?
	codes=$codes$code
	[ "$code" = 0 ] || cp out line
done
expect_equal "exit codes" 100000 "$codes"
expect_text line '; still drifting: serial/blas/f64/1000/1x1 +' ' % a month, +'
expect_equal "told once" 1 "$(ask drift.db "SELECT count(*) FROM verdict
	WHERE measure = 'time' AND verdict = 'drifting'")"
expect_equal "goes on" drifting "$(ask drift.db "SELECT DISTINCT still FROM verdict
	JOIN run ON run.id = run_id WHERE measure = 'time' AND night > '2026-04'")"
