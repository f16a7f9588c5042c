#!/bin/sh
# A database in a read-only directory can be read; if its last run is still in the
# -wal file, the message says what to do.
. "${0%/*}/lib.sh"
need sqlite3

record
chmod 755 .
mkdir 'a d%?#'
cp x.db 'a d%?#/x y.db'
mkdir wal
"$DOTREC" run -q -d wal/x.db plan.csv
# a reader that stays open keeps the next run in the -wal file
mkfifo go
{
	echo 'BEGIN; SELECT count(*) FROM run;'
	cat go
} | sqlite3 -batch -init /dev/null wal/x.db >held &
exec 9>go
wait_until [ -s held ]
"$DOTREC" run -q -d wal/x.db plan.csv
[ -s wal/x.db-wal ] || fail "no -wal"
mkdir copy
cp wal/x.db wal/x.db-wal copy
exec 9>&-
wait

# reader COMMAND...: runs it as a user who cannot write in the directories
if [ "$(id -u)" -ne 0 ]; then
	chmod 555 'a d%?#' copy
	reader() { "$@"; }
elif command -v setpriv >/dev/null; then
	reader() { setpriv --reuid 54321 --regid 54321 --clear-groups "$@"; }
else
	skip "root may write everywhere, and there is no setpriv"
fi
reader test -r 'a d%?#/x y.db' || skip "others cannot read $work"
cp "$DOTREC" dotrec
DOTREC=$PWD/dotrec

for command in 'query runs' 'list runs' status 'query account'; do
	# shellcheck disable=SC2086 # a command and its operands
	expect_exit 0 reader "$DOTREC" $command -d 'a d%?#/x y.db'
done
expect_equal "files" 'x y.db' "$(names 'a d%?#')"
expect_exit 7 reader "$DOTREC" query runs -d copy/x.db
expect_text err "cannot read 'copy/x.db'" "copy/x.db-wal" 'copy both files'
expect_equal "files" 'x.db x.db-wal' "$(names copy)"

# following the message helps
mkdir there
cp copy/x.db copy/x.db-wal there
expect_exit 0 "$DOTREC" query --sql 'SELECT count(*) AS runs FROM run' \
	--format csv -d there/x.db
expect_equal "runs" 2 "$(tail -n 1 out)"
chmod 755 'a d%?#' copy
