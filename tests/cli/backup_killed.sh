#!/bin/sh
# If 'backup' is killed, or a call of it fails, the target is the whole old copy or
# the whole new one. No other file is left if the file system has unnamed files and
# no copy had to be replaced; otherwise the next backup removes what is left.
. "${0%/*}/lib.sh"
long_test
need sqlite3
. "$top_srcdir/tests/cli/dying.sh"

record
mkdir to
sqlite3 old.db 'CREATE TABLE sample (x); INSERT INTO sample VALUES (1)'

# state: prints what to/copy.db is: none, old, new or broken
state() {
	[ -e to/copy.db ] || { echo none && return; }
	case $(ask to/copy.db 'PRAGMA integrity_check; SELECT count(*) FROM sample' |
		paste -s -d ' ' -) in
	'ok 1') echo old ;;
	'ok 63') echo new ;;
	*) echo broken ;;
	esac
}

# begin BEFORE: makes to/copy.db none or old
begin() {
	rm -f to/copy.db
	[ "$1" = none ] || cp old.db to/copy.db
}

# expect_clean: after the next backup only the new copy exists
expect_clean() {
	expect_exit 0 "$DOTREC" backup -d x.db --force to/copy.db
	expect_equal "after the next one" 'copy.db new' "$(names to) $(state)"
}

# expect_whole WHEN BEFORE: to/copy.db is as before, or new
expect_whole() {
	case $(state) in
	"$2" | new) ;;
	*) fail "the copy is '$(state)' after $1 (before: $2)" ;;
	esac
}


# each BEFORE LEFT: kills, then fails, each call of a backup; LEFT (yes or no): may a
# killed one leave temporary files
each() {
	n=1
	while begin "$1" && killed $n "$DOTREC" backup -d x.db $force to/copy.db; do
		expect_whole "death $n" "$1"
		[ "$2" = yes ] || expect_equal "left by death $n" '' "$(parts to)"
		n=$((n + 1))
	done
	[ $n -gt 5 ] || fail "only $n calls"
	expect_clean

	n=1
	while begin "$1" && code=0 &&
		FAILS=yes dying $n "$DOTREC" backup -d x.db $force to/copy.db \
			>out 2>err || code=$?
	[ "$(cat calls)" -ge $n ]; do
		expect_whole "failure $n" "$1"
		case $code in
		0) expect_equal "with exit code 0" new "$(state)" ;; # failed while cleaning up
		7) grep -q -e "'to/copy.db'" -e "'x.db'" err || fail "the message names no file" ;;
		*) fail "exit code $code at failure $n" ;;
		esac
		n=$((n + 1))
	done
	expect_clean
}

force=''
each none no
force=--force
each old yes
export UNNAMED=no
force=''
each none yes
force=--force
each old yes
unset UNNAMED

# an upgrade keeps a copy of the old database in the same way
{
	cat "$top_srcdir/sql/schema/0001-base.sql"
	echo 'PRAGMA application_id = 1685349731; PRAGMA user_version = 1;'
} | sqlite3 v1.db
n=1
while rm -rf to && mkdir to && cp v1.db to/x.db &&
	killed $n "$DOTREC" upgrade -q -d to/x.db; do
	expect_equal "left by death $n of an upgrade" '' "$(parts to)"
	[ ! -e to/x.db.v1-backup ] || expect_equal "the old one" 1 \
		"$(ask to/x.db.v1-backup 'PRAGMA user_version')"
	expect_exit 0 "$DOTREC" upgrade -q -d to/x.db
	n=$((n + 1))
done
[ $n -gt 5 ] || fail "only $n calls"
