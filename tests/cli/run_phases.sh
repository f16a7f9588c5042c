#!/bin/sh
# The phases of every repeat add up to its total, to the nanosecond.
. "${0%/*}/lib.sh"
need sqlite3

record
expect_equal "rows, and those that balance" '63|63' "$(
	ask x.db "SELECT count(*), total(total_ns > 0 AND
			min(spawn_ns, dispatch_ns, compute_ns, collect_ns) >= 0
			AND total_ns =
			spawn_ns + dispatch_ns + compute_ns + collect_ns)
			FROM v_sample" | sed 's/\.0$//')"
expect_equal "strategies that spawn within the time" fork "$(
	ask x.db "SELECT group_concat(DISTINCT strategy) FROM v_sample
		WHERE spawn_ns > 0")"

# ten thousand repeats, of all kinds of strategies
cat >plan.csv <<'PLAN'
strategy,n,workers,chunks,repeats
serial,1000,1,1,2000
shm ring pipe fork,1000,3,2,2000
PLAN
expect_exit 0 "$DOTREC" run -q -d y.db plan.csv
expect_equal "of 10,000" '10000|10000' "$(
	ask y.db "SELECT count(*), sum(total_ns = spawn_ns + dispatch_ns +
		compute_ns + collect_ns) FROM v_sample WHERE status = 'ok'")"
