#!/bin/sh
# A backup may be written through a linked directory, like a database; it is refused
# over the database itself, beside a foreign journal, and to a target that is not a
# plain file.
. "${0%/*}/lib.sh"
need sqlite3 mkfifo

record
mkdir real
ln -s real link
ask x.db 'PRAGMA page_size' >page_size
cp x.db link/x.db
expect_exit 0 "$DOTREC" backup -d link/x.db link/copy.db
expect_exit 0 "$DOTREC" backup -d x.db --force link/copy.db
expect_exit 0 "$DOTREC" nightly -q -d x.db -o nights -b link/night.db \
	--now 2026-03-01T01:00:00Z plan.csv
rm -f real/x.db*
expect_equal "copies" 'copy.db night.db' "$(names real)"
expect_equal "the copy" "ok|63|delete|$(cat page_size)" "$(ask -list real/copy.db \
	'SELECT *, (SELECT count(*) FROM sample), (SELECT * FROM pragma_journal_mode),
	(SELECT * FROM pragma_page_size) FROM pragma_integrity_check')"
{
	cat "$top_srcdir/sql/schema/0001-base.sql"
	echo 'PRAGMA application_id = 1685349731; PRAGMA user_version = 1;'
} | sqlite3 real/old.db
expect_exit 0 "$DOTREC" upgrade -d link/old.db
[ -s real/old.db.v1-backup ] || fail "the upgrade kept no copy of the old database"

# an unusual page size is kept
sqlite3 x.db 'PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024; VACUUM' >out
expect_exit 0 "$DOTREC" backup -d x.db small.db
expect_equal "page size" 1024 "$(ask small.db 'PRAGMA page_size')"

# the database itself is refused, whatever name it is given by
ln x.db hard.db
ln -s x.db soft.db
sum=$(cksum <x.db)
for name in x.db ./x.db hard.db soft.db; do
	expect_exit 2 "$DOTREC" backup -d x.db --force "$name"
	expect_text err "'$name' is the database itself"
done
for name in x.db-wal ./x.db-shm "$PWD/x.db-journal"; do
	expect_exit 2 "$DOTREC" backup -d x.db --force "$name"
	expect_text err "'$name' is a part of the database itself"
done
expect_equal "the database" "$sum" "$(cksum <x.db)"

# 'nightly' refuses such a target before it begins, even if no database exists yet
ln -s new.db to_new.db
mkdir nights.d
ln -s ../new.db nights.d/to_new.db
for case in 'x.db x.db' 'x.db ./hard.db' 'x.db soft.db' 'soft.db x.db' \
	'x.db x.db-wal' 'new.db new.db' "new.db $PWD/new.db" 'new.db to_new.db' \
	'./new.db nights.d/to_new.db' 'new.db new.db-journal'; do
	expect_exit 2 "$DOTREC" nightly -d "${case% *}" -o nights.new \
		-b "${case#* }" plan.csv
	expect_text err "'${case#* }' is" 'the database itself'
	for made in new.db new.db.lock nights.new; do
		[ ! -e $made ] || fail "a night with $case was begun"
	done
done
expect_equal "the database" "$sum" "$(cksum <x.db)"
expect_equal "runs" 2 "$(ask hard.db 'SELECT count(*) FROM run')"

# SQLite would read the journal of another writer as a part of the copy
for suffix in wal journal; do
	echo frames >new.db-$suffix
	expect_exit 7 "$DOTREC" backup -d x.db new.db
	expect_text err "'new.db-$suffix' exists"
	[ ! -e new.db ] || fail "a copy was written beside a foreign journal"
	rm new.db-$suffix
done

mkfifo pipe
mkdir dir
ln -s nowhere dangling
for name in pipe dir; do
	expect_exit 7 "$DOTREC" backup -d x.db --force "$name"
	expect_text err "'$name'" 'not a plain file'
done
[ -p pipe ] || fail "the pipe is gone"
expect_exit 7 "$DOTREC" backup -d x.db dangling
expect_text err "'dangling' exists already"
expect_exit 0 "$DOTREC" backup -d x.db --force dangling
[ ! -e nowhere ] || fail "the link was followed"
[ ! -L dangling ] || fail "the link was not replaced"
