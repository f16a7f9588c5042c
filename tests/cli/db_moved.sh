#!/bin/sh
# If the database is deleted, moved away or replaced during a run, the run ends with
# exit code 7 and names a copy that has everything recorded.
. "${0%/*}/lib.sh"
long_test
need sqlite3

record
mv x.db other.db
cp other.db replacement.db

# begin_in DIR [COMMAND...]: starts a run that has written its first block and waits
# in its second
clockwork
printf 'strategy,kernel,n,repeats\nserial,blas,1000 2000,5\n' >plan.csv
begin_in() {
	echo 100 >takes
	rm -f reached
	: >stuck-2000
	_db=$1/x.db
	shift
	[ $# -gt 0 ] || set -- run
	with_clockwork "$DOTREC" "$@" -d "$_db" plan.csv >out 2>err &
	runner=$!
	wait_until [ -e reached ]
}
# end_of FILE TEXT...: lets the run go on; FILE then has all repeats of the run
end_of() {
	rm stuck-2000
	finish
	expect_equal "exit code" 7 "$code"
	rescued=$1
	shift
	expect_text err "$@" 'by another program' "kept in '$rescued'"
	expect_equal "check of $rescued" ok \
		"$(ask "$rescued" 'PRAGMA integrity_check')"
	expect_equal "repeats in $rescued" '10|failed' "$(ask "$rescued" \
		'SELECT count(*), (SELECT status FROM run) FROM sample')"
	expect_exit 0 "$DOTREC" query account -d "$rescued"
}

mkdir d
begin_in d
rm d/x.db
end_of d/x.db.rescued "'d/x.db' was deleted or replaced"
expect_equal "files" 'x.db.rescued' "$(names d)"

# existing files are not overwritten
begin_in d
mv d/x.db d/y.db
end_of d/x.db.rescued-2 "'d/x.db' was deleted or replaced"
expect_equal "files" 'x.db.rescued x.db.rescued-2 y.db' "$(names d)"
rm -r d
mkdir d

# a replacing database keeps its bytes, and gets no foreign -wal beside it
begin_in d
mv replacement.db d/x.db
end_of d/x.db.rescued "'d/x.db' was deleted or replaced"
cmp d/x.db other.db || fail "the new database is changed"
expect_equal "files" 'x.db x.db.rescued' "$(names d)"
rm -r d
mkdir d

begin_in d
rm d/x.db-wal
end_of d/x.db.rescued "'d/x.db-wal' was deleted or replaced"
rm -r d
mkdir d

# 'nightly' notifies; no empty database is created
begin_in d nightly -o nights --notify 'cat >told.json'
rm d/x.db
end_of d/x.db.rescued "'d/x.db' was deleted or replaced"
expect_text told.json '"exit_code":7' "no database 'd/x.db'" '"run":null'
expect_equal "files" 'x.db.lock x.db.rescued' "$(names d)"
rm -r d
mkdir d

# the whole directory is moved away
begin_in d
mv d e
TMPDIR=$work
export TMPDIR
rm stuck-2000
finish
expect_equal "exit code" 7 "$code"
expect_text err 'deleted or replaced' '.rescued'
rescued=$(sed -n "s/.*kept in '\(.*\)'.*/\1/p" err)
expect_equal "repeats" 10 "$(ask "$rescued" 'SELECT count(*) FROM sample')"
rm "$rescued"
