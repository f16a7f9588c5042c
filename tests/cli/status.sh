#!/bin/sh
# 'dotrec status' reports the last run, nights that did not happen, and missing repeats.
. "${0%/*}/lib.sh"
need sqlite3

# night DATE: records a run of that night
night() {
	"$DOTREC" run -q -d x.db small.csv || fail "the run: exit code $?"
	ask x.db "UPDATE run SET started_utc = '${1}T03:00:00Z'
		WHERE id = (SELECT max(id) FROM run)"
}
# status CODE NOW: 'status' at that time exits with CODE
status() {
	expect_exit "$1" "$DOTREC" status -d x.db --now "$2"
}

printf 'strategy,n,repeats\nserial,1000,6\n' >small.csv
night 2026-03-01
status 0 2026-03-01T04:00:00Z
grep -q ' 1 run, 6 repeats$' out || fail "bytes per repeat of an empty file"
for day in 02 03 05 06; do
	night 2026-03-$day
done
status 0 2026-03-06T04:00:00Z
expect_text out '5 runs, 30 repeats' 'last good    2026-03-06T03:00:00Z' \
	'nothing of its plan' 'one a day is expected' \
	'did not happen: 2026-03-04' 'next         2026-03-07T03:00:00Z' \
	'schema version'
status 0 2026-03-07T08:00:00Z
status 4 2026-03-07T10:00:00Z
expect_text out 'did not happen: 2026-03-04, 2026-03-07' \
	'the newest expected night is absent'
expect_exit 4 "$DOTREC" status -d x.db --now 2026-03-20T00:00:00Z --format csv
expect_equal "rows" 2 "$(wc -l <out)"

# an unfinished run is not a night; its missing repeats are reported
ask x.db "UPDATE run SET status = 'running' WHERE id = 5;
	DELETE FROM sample WHERE cell_id = 5 AND repeat > 3"
status 4 2026-03-06T10:00:00Z
expect_text out 'last run     2026-03-06T03:00:00Z, running' \
	'last good    2026-03-05' \
	'serial/native/f64/1000/1x1: 6 planned, 4 ok, 2 missing'

# bytes per repeat are told where they say something
printf 'strategy,n,repeats\nnull,1000 2000,%s\n' 4999 >few.csv
printf 'strategy,n,repeats\nnull,1000 2000,%s\n' 5000 >many.csv
for plan in few many; do
	"$DOTREC" run -q -d $plan.db $plan.csv || fail "the run of $plan.csv"
	"$DOTREC" status -d $plan.db >$plan
	"$DOTREC" status -d $plan.db -f csv >$plan.rows
done
grep -q ' 9998 repeats$' few || fail "$(cat few)"
grep -q ' 10000 repeats ([1-9][0-9] bytes each)$' many || fail "$(cat many)"
grep -q ',9998,0,,2' few.rows || fail "$(cat few.rows)"
grep -q ',10000,0,[1-9][0-9]\.[0-9]*,2' many.rows || fail "$(cat many.rows)"

# nights once a week
ask x.db "UPDATE run SET status = 'finished',
	started_utc = date('2026-01-01', (7 * id) || ' days') || 'T00:00:00Z'"
status 0 2026-02-11T00:00:00Z
expect_text out 'one in 7 days is expected'
status 4 2026-02-15T00:00:00Z

# --hash prints only the hash and exits with 0 even if nights are missing
expect_exit 0 "$DOTREC" status -d x.db --hash --now 2030-01-01T00:00:00Z
expect_equal "hash" 1 "$(grep -cE '^[0-9a-f]{16}$' out)"
expect_exit 2 "$DOTREC" status -d x.db --now yesterday
expect_exit 7 "$DOTREC" status -d nosuch.db
ask x.db 'PRAGMA foreign_keys = OFF; DELETE FROM summary; DELETE FROM sample;
	DELETE FROM cold; DELETE FROM control; DELETE FROM cell;
	DELETE FROM run'
status 4 2026-02-11T00:00:00Z
expect_text out 'last run     none'
