#!/bin/sh
# The built-in plan measures n = 1000 and 2000, each with every strategy.
. "${0%/*}/lib.sh"
long_test
need sqlite3

"$DOTREC" run -q || fail "the run: exit code $?"
# in the default database, dotrec.db
expect_equal "strategies at 1000 and at 2000" \
	'1000|fork null pipe serial shm 2000|fork pipe serial shm' "$(
	ask dotrec.db "SELECT n, group_concat(strategy, ' ') FROM
		(SELECT DISTINCT n, strategy FROM v_sample
		WHERE n IN (1000, 2000) AND status = 'ok' ORDER BY n, strategy)
		GROUP BY n" | paste -s -d ' ' -)"
