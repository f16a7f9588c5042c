#!/bin/sh
# The built-in plan measures n = 1000 and 2000 and takes less than a minute.
. "${0%/*}/lib.sh"
need sqlite3

begin=$(date +%s)
"$DOTREC" run -q || fail "the run: exit code $?"
seconds=$(($(date +%s) - begin))
[ "$seconds" -lt 60 ] || fail "it took $seconds s"
# in the default place, dotrec.db
expect_equal "strategies at 1000 and at 2000" \
	'1000|fork null pipe serial shm 2000|fork pipe serial shm' "$(
	ask dotrec.db "SELECT n, group_concat(strategy, ' ') FROM
		(SELECT DISTINCT n, strategy FROM v_sample
		WHERE n IN (1000, 2000) AND status = 'ok' ORDER BY n, strategy)
		GROUP BY n" | paste -s -d ' ' -)"
