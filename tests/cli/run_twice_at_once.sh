#!/bin/sh
# Two runs into one new database at the same time are both recorded completely.
. "${0%/*}/lib.sh"
long_test
need sqlite3

printf 'strategy,n,repeats\nserial,1..20+1,20\n' >plan.csv
for db in 1.db 2.db 3.db 4.db 5.db; do
	"$DOTREC" run -q -d "$db" plan.csv &
	runner=$!
	"$DOTREC" run -q -d "$db" plan.csv || fail "one run: exit code $?"
	wait "$runner" || fail "the other run: exit code $?"
	runner=
	[ ! -e "$db.v1-backup" ] || fail "the new database was upgraded"
	expect_equal "runs" '1|400|finished 2|400|finished' "$(
		ask "$db" "SELECT run_id, count(*), r.status FROM v_sample
			JOIN run AS r ON r.id = run_id GROUP BY run_id" |
			paste -s -d ' ' -)"
	expect_equal "check" ok "$(ask "$db" 'PRAGMA integrity_check')"
done
