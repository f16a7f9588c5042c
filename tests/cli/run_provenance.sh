#!/bin/sh
# A finished run has its plan, label, seed, machine, build, host and times stored.
. "${0%/*}/lib.sh"
need sqlite3

record --label 'first é' --seed 42
expect_equal "run" 'finished|first é|42|plan.csv' "$(
	ask x.db "SELECT status, label, seed, plan_name FROM run")"
ask x.db "SELECT plan_text FROM run" | sed '$d' >kept.csv
cmp kept.csv plan.csv || fail "the stored plan differs"
expect_equal "times" 1 "$(
	ask x.db "SELECT started_utc GLOB '20[0-9][0-9]-*T*:*Z'
		AND finished_utc >= started_utc FROM run")"
expect_equal "machine" "1|$(uname -m)" "$(
	ask x.db "SELECT length(m.key) = 16 AND m.cpu_model <> '' AND m.cpus > 0
		AND m.memory_bytes > 0, architecture
		FROM run JOIN machine AS m ON m.id = machine_id")"
expect_equal "build" "$("$DOTREC" --version)|1" "$(
	ask x.db "SELECT 'dotrec ' || version, source <> '' AND compiler <> ''
		AND sqlite GLOB '3.*' AND libc <> '' AND blas <> ''
		FROM run JOIN build AS b ON b.id = build_id")"
expect_equal "host" '1|1' "$(
	ask x.db "SELECT json_extract(host_before, '$.utc') >= started_utc,
		json_extract(host_after, '$.load_1min') <> '' FROM run")"
