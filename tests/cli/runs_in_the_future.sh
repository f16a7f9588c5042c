#!/bin/sh
# A run that is dated in the future is neither the last run nor a night of others, and
# commands warn of it until it is excluded.
. "${0%/*}/lib.sh"
long_test
need sqlite3

printf 'strategy,n,repeats\nserial,1000,6\n' >plan.csv
for day in 01 02 03; do
	expect_exit 0 "$DOTREC" nightly -d x.db --now "2026-03-${day}T01:00:00Z" plan.csv
done
hash=$(ask x.db 'SELECT uuid FROM run WHERE id = 2')
# the clock of this run was wrong: at first by years, later by hours
ask x.db "UPDATE run SET started_utc = '2999-01-01T01:00:00Z', label = 'odd'
	WHERE id = 3"

expect_exit 0 "$DOTREC" check -d x.db
expect_text err "1 run is dated in the future" "run 3 of 2999-01-01T01:00:00Z" \
	"'dotrec exclude 3 --reason TEXT'"
expect_text out 'run 2, night 2'
for query in caption nights histories series_history; do
	expect_exit 0 "$DOTREC" query $query -d x.db --format csv
	! grep -q 2999-01 out || fail "query $query has the run of the future"
done
expect_equal "last" "$hash" "$(ask x.db 'SELECT uuid FROM run
	WHERE id = (SELECT run_id FROM v_last_run)')"
expect_equal "nights" '1 2' "$(ask x.db "SELECT group_concat(run_id, ' ')
	FROM (SELECT run_id FROM v_night ORDER BY 1)")"
expect_exit 0 "$DOTREC" list runs -d x.db
expect_text err 'in the future'
expect_text out 2999
expect_exit 0 "$DOTREC" compare last~1 last -d x.db
expect_text out 'run 1' 'run 2'
expect_text err 'in the future'
expect_exit 0 "$DOTREC" status -d x.db --now 2026-03-02T12:00:00Z
expect_text out 'last run     2026-03-02' 'next         2026-03-03'
expect_text err 'run 3 of 2999'
expect_exit 0 "$DOTREC" status -d x.db --now 2026-03-02T12:00:00Z --format csv
expect_equal "future_runs" 1 "$(sed -n '2s/.*,//p' out)"
expect_exit 2 "$DOTREC" report -r last~2 -d x.db
expect_text err "no run 'last~2'"
expect_exit 0 "$DOTREC" report --text time -d x.db
expect_text err 'run 3 of 2999'
expect_exit 0 "$DOTREC" query caption run=odd -d x.db # by its name it is still found

# tonight's run is begun: one of the future that died is not gone on with
ask x.db "UPDATE run SET status = 'interrupted' WHERE id = 3"
expect_exit 0 "$DOTREC" nightly -v -d x.db --now 2026-03-04T01:00:00Z plan.csv
expect_text out 'night 2026-03-04' 'run 3 of 2999-01-01T01:00:00Z' '; run 4 in'
expect_exit 0 "$DOTREC" check -d x.db
expect_text out 'run 4, night 3'

# of the same date, some hours ahead: it does not hide tonight's run
ask x.db "UPDATE run SET status = 'finished', started_utc = '2026-03-04T13:00:00Z'
	WHERE id = 3"
expect_exit 0 "$DOTREC" nightly -v -d x.db --now 2026-03-05T01:00:00Z plan.csv
expect_equal "past by now" '1 2 3 5' "$(ask x.db "SELECT group_concat(run_id, ' ')
	FROM (SELECT run_id FROM v_night_until WHERE until_id = 5
	      ORDER BY started_utc)")"
expect_exit 0 "$DOTREC" status -d x.db --now 2026-03-04T09:00:00Z
expect_text out 'last run     2026-03-04T01:00'
expect_text err '2 runs are dated in the future' 'first of all run 3'
# within an hour clocks may differ
expect_exit 0 "$DOTREC" status -d x.db --now 2026-03-04T12:01:00Z
expect_text out 'last run     2026-03-04T13:00'
expect_text err '1 run is dated in the future' 'run 5 of 2026-03-05'

# once excluded, nobody is told of it any more
ask x.db "UPDATE run SET started_utc = '2999-01-01T01:00:00Z' WHERE id = 3"
expect_exit 0 "$DOTREC" exclude 3 --reason 'the clock was wrong' -d x.db
expect_exit 0 "$DOTREC" check -d x.db
! grep -q future err || fail "told of an excluded run"

# where all runs are in the future, the clock of this machine is wrong: the last of them
# can be read, and that they are in the future is told
ask x.db "UPDATE run SET started_utc = strftime('%Y-%m-%dT%H:%M:%SZ', started_utc,
	'+900 years')"
newest=$(ask x.db 'SELECT id FROM run ORDER BY started_utc DESC, id DESC LIMIT 1')
expect_equal "last" "$newest" "$(ask x.db 'SELECT run_id FROM v_last_run')"
expect_exit 0 "$DOTREC" report --text -r last -d x.db
expect_text err 'dated in the future'
