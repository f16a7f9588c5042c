#!/bin/sh
# Effects are against the accepted level, however often the level has changed since: a
# recovery that is not complete, one beyond the accepted level, and a level that is
# accepted. What still holds follows the effect.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,repeats\nserial,1000,6\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# 100 us; 130 from night 41 on, 110 from night 61 on, 95 from night 81 on
nights x.db 110 "UPDATE summary SET median_ns = (SELECT 1e5 * (1 + 0.3 * e)
	* iif(i < 41, 1, iif(i < 61, 1.3, iif(i < 81, 1.1, 0.95)))
	FROM noise WHERE noise.cell_id = summary.cell_id)
	WHERE cell_id IN (SELECT cell_id FROM noise);"
series=serial/native/f64/1000/1x1
# said NIGHT: prints what is told of it, its effect and the last change in whole per
# cent, whether its interval has the effect in it, and since which night it holds
said() {
	ask x.db "SELECT told, CAST(round(100 * effect_ratio) AS INTEGER),
			CAST(round(100 * last_ratio) AS INTEGER),
			effect_ratio BETWEEN low_ratio AND high_ratio,
			(SELECT CAST(uuid AS INTEGER) FROM run WHERE started_utc = since_utc)
		FROM v_finding WHERE run_id = $(run_of "$1")"
}

expect_exit 0 "$DOTREC" check "$(run_of 40)" -d x.db
expect_equal "nothing changed" 'no change seen||||' "$(said 40)"
judge 41 46
expect_equal "a change" 'regressed|30|30|1|41' "$(said "$night")"
expect_exit 0 "$DOTREC" check "$(run_of 60)" -d x.db
expect_equal "it holds" 'still regressed|30|30|1|41' "$(said 60)"

judge 61 66
expect_equal "half of it is gone" 'improved|10|-15|1|61' "$(said "$night")"
expect_text out '+10.' '-15.' 'effects are against the accepted level'
expect_exit 0 "$DOTREC" check "$(run_of 80)" -d x.db
expect_equal "it is still slower than accepted" 'still regressed|10|-15|1|41' "$(said 80)"

judge 81 86
expect_equal "faster than ever" 'improved|-5|-14|1|81' "$(said "$night")"
expect_exit 0 "$DOTREC" check "$(run_of 95)" -d x.db
expect_equal "now faster" 'still improved|-5|-14|1|81' "$(said 95)"

# the level of night 81 on is accepted: nothing holds any more
expect_exit 0 "$DOTREC" accept "$series" --reason 'as it should be' -d x.db \
	--run "$(run_of 81)"
expect_equal "the same night" 'accepted|-5|-14|1|81' "$(said 95)"
expect_exit 0 "$DOTREC" check "$(run_of 110)" -d x.db
expect_equal "later nights" 'no change seen||||' "$(said 110)"
