#!/bin/sh
# If the process of a session is killed, the run ends as failed, gives the reason, keeps
# what is stored, leaves no process, and can be resumed.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000 2000,2,10
shm,3000000,2,500
PLAN
"$DOTREC" run --sessions 2 -d x.db plan.csv >out 2>err &
runner=$!
wait_until grep -qs "block 2 of 3" err
session=$(grep -l "^PPid:	$runner\$" /proc/[0-9]*/status | tr -dc "0-9\n" | head -n 1)
kill -KILL "$session"
finish
expect_equal "exit code" 3 "$code"
expect_text err "session's process" 'killed by signal 9'
wait_until nobody_left
expect_equal "status" 'failed|40' "$(ask x.db 'SELECT status,
	(SELECT count(*) FROM sample) FROM run')"
expect_exit 0 "$DOTREC" run --resume last -q -d x.db
expect_equal "samples" 'finished|1080' "$(ask x.db 'SELECT status,
	(SELECT count(*) FROM sample) FROM run')"
