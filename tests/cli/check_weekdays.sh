#!/bin/sh
# Days of the week are those of the machine's local dates: a timer at 01:00 in Berlin
# has two nights on one date of UTC when the clock changes, and is judged just as one
# in UTC.
. "${0%/*}/lib.sh"
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial,1000 2000,1,6
PLAN
expect_exit 0 "$DOTREC" run -q -d utc.db plan.csv
# 60 nights up to 2026-03-31; everything takes 10 % longer on Saturdays and Sundays
nights utc.db 60 "
UPDATE summary SET median_ns = median_ns * 1.1 WHERE cell_id IN
	(SELECT c.id FROM cell AS c JOIN run AS r ON r.id = c.run_id
	WHERE strftime('%w', r.started_utc) IN ('0', '6'));"
cp utc.db berlin.db
ask berlin.db "UPDATE run SET utc_offset_s = iif(started_utc > '2026-03-29T02', 7200, 3600);
	UPDATE run SET started_utc = strftime('%Y-%m-%dT%H:%M:%SZ', started_utc,
		-utc_offset_s || ' seconds')"
expect_equal "nights of one date of UTC" 2 "$(ask berlin.db "SELECT max(n) FROM
	(SELECT count(*) AS n FROM run GROUP BY date(started_utc))")"
# without the days of the week, 14 % would not be seen
for zone in utc berlin; do
	expect_exit 0 "$DOTREC" check -d $zone.db
	ask $zone.db "SELECT measure, subject, verdict, p, visible_ratio FROM verdict
		ORDER BY 1, 2" >$zone.said
	expect_equal "$zone: seen" 2 "$(ask $zone.db "SELECT count(*) FROM verdict
		WHERE measure = 'time' AND visible_ratio < 0.1
		AND run_id = (SELECT max(id) FROM run)")"
done
diff -u utc.said berlin.said || fail "other verdicts in Berlin"
