#!/bin/sh
# The last process that closes a database leaves a single file with everything in it,
# even if it is a reader and a run ended before it.
. "${0%/*}/lib.sh"
long_test
need sqlite3

record
expect_exit 0 "$DOTREC" query runs -d x.db
expect_equal "after a reader" 'err out plan.csv x.db' "$(names .)"

# a reader that is stopped in the middle of a query, and continued after a run
computing() { # whether the reader has used the CPU for a while
	[ "$(sed 's/.*) //' "/proc/$runner/stat" | cut -d ' ' -f 12)" -gt 5 ]
}
"$DOTREC" query -d x.db --sql '
	WITH RECURSIVE t (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t LIMIT 5000000)
	SELECT count(*), (SELECT count(*) FROM run) FROM t' >out 2>err &
runner=$!
wait_until computing
kill -s STOP "$runner"
"$DOTREC" run -q -d x.db plan.csv
[ -s x.db-wal ] || fail "the reader was not busy"
kill -s CONT "$runner"
finish
expect_equal "exit code" 0 "$code"
expect_equal "after both" 'err out plan.csv x.db' "$(names .)"
cp x.db copy.db
expect_equal "runs in the copy" 2 "$(ask copy.db 'SELECT count(*) FROM run')"

# a -wal file left by another program is merged, too
mkfifo go
{
	echo 'BEGIN; SELECT count(*) FROM run;'
	cat go
} | sqlite3 -batch -init /dev/null x.db >held &
holder=$!
exec 9>go
wait_until [ -s held ]
"$DOTREC" run -q -d x.db plan.csv
[ -s x.db-wal ] || fail "no -wal"
mkdir left
cp x.db x.db-wal left
exec 9>&-
wait "$holder"
expect_exit 0 "$DOTREC" query runs -d left/x.db
expect_equal "files" x.db "$(names left)"
expect_equal "runs" 3 "$(ask left/x.db 'SELECT count(*) FROM run')"

# if the file cannot grow, the message says that a copy needs the -wal file, too
size=$(($(wc -c <x.db) / 512))
long=$(head -c 60000 /dev/zero | tr '\0' x)
expect_exit 0 sh -c "ulimit -f $size; exec \"\$@\"" sh \
	"$DOTREC" exclude 1 --reason "$long" -d x.db
expect_text err 'warning' "x.db-wal'" 'a copy needs both files'
[ -s x.db-wal ] || fail "no -wal"
expect_exit 0 "$DOTREC" status -d x.db
expect_empty err
[ ! -e x.db-wal ] || fail "the -wal file still exists"
expect_equal "reason" 60000 "$(ask x.db 'SELECT length(reason) FROM mark')"
