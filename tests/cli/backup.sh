#!/bin/sh
# A backup taken while a run writes to the database is whole and a single file, and
# overwrites another file only with --force.
. "${0%/*}/lib.sh"
need sqlite3

start_long
expect_exit 0 "$DOTREC" backup -d x.db copy.db
over && fail "the run is over already"
kill -INT "$runner"
finish
expect_equal "check" ok "$(ask copy.db 'PRAGMA integrity_check')"
expect_equal "the run" 'running|15' "$(ask copy.db 'SELECT status,
	(SELECT count(*) FROM sample) FROM run')"
[ ! -e copy.db-wal ] || fail "the copy is more than one file"
expect_exit 0 "$DOTREC" query account_run -d copy.db

cp copy.db before.db
expect_exit 7 "$DOTREC" backup -d x.db copy.db
expect_text err "'copy.db' exists already" --force
cmp copy.db before.db || fail "the existing copy was overwritten without --force"
expect_exit 0 "$DOTREC" backup -d x.db --force copy.db
expect_equal "the new one" interrupted "$(ask copy.db 'SELECT status FROM run')"

expect_exit 2 "$DOTREC" backup -d x.db
expect_exit 2 "$DOTREC" backup -d x.db a.db b.db
expect_exit 7 "$DOTREC" backup -d x.db nosuch/a.db
expect_exit 7 "$DOTREC" backup -d nosuch.db a.db
case $(names .) in
*-part*) fail "a temporary file is left behind" ;;
esac
