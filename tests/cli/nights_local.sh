#!/bin/sh
# A night has the local date of its start: a timer at 01:00 gives one night a date over
# both changes of the clock and in any time zone; --utc takes the date of UTC.
. "${0%/*}/lib.sh"
long_test
need sqlite3

printf 'strategy,n,repeats\nserial,1000,6\n' >plan.csv
# night ZONE UTC [OPTION...]: 'dotrec nightly' in that time zone, at that time
night() {
	_zone=$1 _utc=$2
	shift 2
	TZ=$_zone "$DOTREC" nightly -v -d x.db -o nights --now "$_utc" "$@" \
		plan.csv >out 2>err || fail "nightly at $_utc: exit code $?"
}
# dates: prints the dates of all nights, in the order of time
dates() {
	ask x.db "SELECT group_concat(substr(date, 6), ' ')
		FROM (SELECT date FROM v_night ORDER BY started_utc)"
}
# status CODE UTC: the status in Berlin at that time
status() {
	code=0
	TZ=$berlin "$DOTREC" status -d x.db --now "$2" >out 2>err || code=$?
	expect_equal "exit code of status at $2" "$1" "$code"
}
berlin=CET-1CEST,M3.5.0,M10.5.0/3 # Europe/Berlin, which may not be installed

# 01:00 in Berlin over the day of 23 hours, 2026-03-29
for utc in 03-27T00 03-28T00 03-29T00 03-29T23 03-30T23; do
	night "$berlin" "2026-${utc}:00:00Z"
done
expect_text out 'night 2026-03-31' "report in 'nights/2026-03-31'"
expect_equal "latest" 2026-03-31 "$(readlink nights/latest)"
expect_equal "spring" '03-27 03-28 03-29 03-30 03-31' "$(dates)"
expect_equal "nights until the last" '03-27 03-28 03-29 03-30 03-31' "$(ask x.db "
	SELECT group_concat(substr(date, 6), ' ') FROM (SELECT date FROM v_night_until
	WHERE until_id = 5 ORDER BY started_utc)")"
status 0 2026-03-29T12:00:00Z
expect_text out 'next         2026-03-29T23:00:0'
status 0 2026-03-31T12:00:00Z
expect_text out 'one a day is expected' 'next         2026-03-31T23:00:0'
! grep -q 'did not happen' out || fail "a night is missing in spring"

# and over the day of 25 hours, 2026-10-25
rm -rf x.db nights
for utc in 10-22T23 10-23T23 10-24T23 10-26T00 10-27T00; do
	night "$berlin" "2026-${utc}:00:00Z"
done
expect_equal "autumn" '10-23 10-24 10-25 10-26 10-27' "$(dates)"
status 0 2026-10-25T12:00:00Z
expect_text out 'next         2026-10-26T00:00:0'
status 4 2026-10-29T12:00:00Z
expect_text out 'did not happen: 2026-10-28, 2026-10-29'
# an hour that comes twice is one night: its last run
night "$berlin" 2026-10-25T00:30:00Z
night "$berlin" 2026-10-25T01:30:00Z
expect_equal "twice 02:30" '7' "$(ask x.db "SELECT run_id FROM v_night
	WHERE date = '2026-10-25'")"

# 01:00 and 23:00 in other zones, west and east, with odd minutes
for zone in UTC-14 UTC+12 IST-5:30 NZST-12NZDT,M9.5.0,M4.1.0/3; do
	rm -rf x.db nights
	for day in 04 05 06; do
		night "$zone" "$(TZ=$zone date -u -d "TZ=\"$zone\" 2026-04-$day 01:00" \
			+%Y-%m-%dT%H:%M:%SZ)"
	done
	expect_equal "dates of $zone" '04-04 04-05 04-06' "$(dates)"
done

# --utc: the date of UTC, wherever the machine is
rm -rf x.db nights
night "$berlin" 2026-03-29T23:00:00Z --utc --notify 'cat >told.json'
expect_text told.json '"night":"2026-03-29"' '"line":"night 2026-03-29'
expect_text out 'night 2026-03-29' "report in 'nights/2026-03-29'"
night "$berlin" 2026-03-30T23:00:00Z
expect_equal "dates with --utc and without" '03-29 03-31' "$(dates)"
expect_equal "stored" '0 7200' "$(ask x.db "SELECT group_concat(utc_offset_s, ' ')
	FROM run")"
expect_exit 2 "$DOTREC" run --resume 1 --utc -d x.db

# a run of the evening that died goes on after midnight, as the same night
ask x.db "UPDATE run SET status = 'interrupted' WHERE id = 2"
night "$berlin" 2026-03-31T18:00:00Z # 20:00 of the same date, 19 hours later
expect_equal "resumed by its date" '2|finished|2026-03-31' "$(ask x.db "SELECT id,
	status, night FROM run ORDER BY id DESC LIMIT 1")"
ask x.db "UPDATE run SET started_utc = '2026-03-31T21:00:00Z',
	status = 'interrupted' WHERE id = 2"
night "$berlin" 2026-03-31T23:00:00Z
expect_text out 'night 2026-03-31' "report in 'nights/2026-03-31'"
expect_equal "resumed after midnight" '2|finished' "$(ask x.db "SELECT id, status
	FROM run ORDER BY id DESC LIMIT 1")"
