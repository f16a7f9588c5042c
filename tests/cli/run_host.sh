#!/bin/sh
# A run records 40 or more facts about its machine, before and after it.
. "${0%/*}/lib.sh"
need sqlite3

# a busy machine may not measure its bandwidth in time
tries=0
until record && [ "$(ask x.db "SELECT
	json_extract(host_before, '\$.read_memory_gb_per_s') > 0 FROM run")" = 1 ]; do
	tries=$((tries + 1))
	[ "$tries" -lt 20 ] || fail "20 runs have not measured the bandwidth"
	rm x.db*
done
expect_equal "facts" '1|1' "$(ask x.db "SELECT
	(SELECT count(*) >= 40 FROM json_each(host_before)),
	(SELECT count(*) >= 40 FROM json_each(host_after)) FROM run")"
expect_equal "measured" '1|1|1' "$(ask x.db "SELECT
	json_extract(host_before, '\$.clock_read_ns') > 0,
	json_extract(host_before, '\$.read_memory_gb_per_s') > 0,
	json_extract(host_after, '\$.clock_read_ns') > 0 FROM run")"
expect_equal "counters that go back" '' "$(ask x.db "SELECT b.key
	FROM run, json_each(host_before) AS b JOIN json_each(host_after) AS a
	ON a.key = b.key AND CAST(a.value AS INTEGER) < CAST(b.value AS INTEGER)
	WHERE b.key IN ('uptime_ms', 'own_cpu_ms', 'cpu_busy_ms',
		'own_switches_involuntary', 'context_switches')")"
expect_equal "build" '1' "$(ask x.db "SELECT flags <> ''
	FROM build")"
