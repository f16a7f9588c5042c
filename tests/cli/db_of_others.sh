#!/bin/sh
# Commands that read another user's database leave no file beside it, and the owner
# can go on recording.
. "${0%/*}/lib.sh"
long_test
need sqlite3

record
chmod 644 x.db
# others may create files in the directory, but not remove those of the owner
chmod 1777 .

# reader COMMAND...: runs it as a user who may not write the file
if [ "$(id -u)" -ne 0 ]; then
	chmod 444 x.db
	reader() { "$@"; }
elif command -v setpriv >/dev/null; then
	# root may write everywhere, so the owner is another user, too
	chown 54321:54321 x.db
	reader() { setpriv --reuid 54322 --regid 54322 --clear-groups "$@"; }
else
	skip "root may write everywhere, and there is no setpriv"
fi
reader test -r x.db || skip "others cannot read $work"
cp "$DOTREC" dotrec
DOTREC=$PWD/dotrec

expect_exit 0 "$DOTREC" check -d x.db
: >out
: >err
files=$(names .)
for command in 'query runs' 'list runs' status 'compare 1 1' 'export --all'; do
	# shellcheck disable=SC2086 # a command and its operands
	expect_exit 0 reader "$DOTREC" $command -d x.db
	expect_equal "files after '$command'" "$files" "$(names .)"
done

owner() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
	owner() { setpriv --reuid 54321 --regid 54321 --clear-groups "$@"; }
else
	chmod 644 x.db
fi
expect_exit 0 owner "$DOTREC" run -q -d x.db plan.csv
expect_equal "runs" 2 "$(ask x.db 'SELECT count(*) FROM run')"

# files of another user that prevent writing are named, as is such a lock
: >x.db-wal
head -c 32768 /dev/zero >x.db-shm
: >x.db.lock
chmod 444 x.db-wal x.db-shm x.db.lock
expect_exit 7 owner "$DOTREC" run -q -d x.db plan.csv
expect_text err "cannot write 'x.db'" "'x.db-shm'" 'belongs to another user'
expect_exit 7 owner "$DOTREC" nightly -d x.db plan.csv
expect_text err "the lock 'x.db.lock' belongs to another user; remove it"
rm -f x.db-wal x.db-shm x.db.lock
expect_exit 0 owner "$DOTREC" nightly -d x.db plan.csv
