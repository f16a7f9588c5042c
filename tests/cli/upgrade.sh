#!/bin/sh
# An older database is copied, then upgraded, by 'upgrade' or by the next run; commands
# that only read refuse it and name 'upgrade'.
. "${0%/*}/lib.sh"
need sqlite3

{
	cat "$top_srcdir/sql/schema/0001-base.sql"
	echo 'PRAGMA application_id = 1685349731; PRAGMA user_version = 1;'
	echo "INSERT INTO run (uuid, plan_name, plan_text, plan_hash, seed,
		started_utc) VALUES ('u', 'p', 't', 'h', 1, '2026-01-01T00:00:00Z');"
} | sqlite3 x.db
cp x.db old.db

expect_exit 7 "$DOTREC" query runs -d x.db
expect_text err 'schema version 1' "'dotrec upgrade -d x.db'"
cmp x.db old.db || fail "a reading command changed the database"

expect_exit 0 "$DOTREC" upgrade -d x.db
expect_text err 'x.db.v1-backup'
expect_equal "the old one" 'u|1' "$(ask x.db.v1-backup 'SELECT uuid,
	(SELECT user_version FROM pragma_user_version) FROM run')"
expect_exit 0 "$DOTREC" query runs -d x.db --format csv
expect_text out 2026-01-01
expect_exit 0 "$DOTREC" upgrade -d x.db
expect_text err 'already'

# the copy made by an upgrade that was killed after it is used by the next upgrade
cp old.db z.db
"$DOTREC" upgrade -q -d z.db
cp old.db z.db
rm -f z.db-wal z.db-shm
expect_exit 0 "$DOTREC" upgrade -d z.db
expect_text err "'z.db.v1-backup'"
expect_equal "copies" z.db.v1-backup "$(echo z.db.v*)"

# another old database beside the first copy, upgraded by a run
mv old.db y.db
: >y.db.v1-backup
printf 'strategy,n,repeats\nserial,1000,6\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d y.db plan.csv
[ -s y.db.v1-backup-2 ] || fail "there is no second copy"
[ ! -s y.db.v1-backup ] || fail "the first copy is overwritten"
expect_exit 7 "$DOTREC" upgrade -d nosuch.db
