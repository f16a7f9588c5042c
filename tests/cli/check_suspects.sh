#!/bin/sh
# A suspect by its p value holds against all series of its night, by Benjamini
# and Hochberg at 0.05, here reckoned again in SQL; one of 16 seldom does. One
# whose night alone lies far out stays suspect for that, and then has no interval.
. "${0%/*}/lib.sh"
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000..1400+100,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# shm is 4 % slower from night 44 of 45 on: not sure yet, but all series of it
nights x.db 45 "UPDATE summary SET median_ns = median_ns * 1.04
	WHERE cell_id IN (SELECT c.cell_id FROM v_cell AS c JOIN night AS n
	ON n.run_id = c.run_id WHERE c.strategy = 'shm' AND n.i >= 44);"
expect_check -d x.db
count() { # CONDITION
	ask x.db "WITH ranked AS (SELECT run_id, verdict, p, low_ratio,
		row_number() OVER (PARTITION BY run_id ORDER BY p) AS rank,
		count(*) OVER (PARTITION BY run_id) AS n
		FROM verdict WHERE p IS NOT NULL),
	adjusted AS (SELECT *, min(p * n / rank) OVER (PARTITION BY run_id
		ORDER BY rank DESC) AS q FROM ranked)
	SELECT count(*) FROM adjusted WHERE p <= 0.02 AND $1"
}
expect_equal 'suspects that do not hold' 0 \
	"$(count "q > 0.05 AND verdict = 'suspect' AND low_ratio IS NOT NULL")"
expect_equal 'suspects that hold and are not told' 0 \
	"$(count "q <= 0.05 AND verdict = 'no change seen'")"
[ "$(count "q > 0.05 AND verdict = 'no change seen'")" -gt 0 ] ||
	fail 'no night had a p value that did not hold'
[ "$(count "q <= 0.05 AND verdict = 'suspect'")" -gt 0 ] ||
	fail 'no night had a suspect that held'
