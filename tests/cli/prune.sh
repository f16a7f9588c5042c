#!/bin/sh
# 'dotrec prune' turns old nights into sketches, and the file becomes smaller.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,repeats\nserial,1000 2000,200\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# the same run on 449 later days, the last of them today
ask x.db "UPDATE run SET started_utc =
	strftime('%Y-%m-%dT%H:%M:%SZ', started_utc, '-449 days');
WITH RECURSIVE i (x) AS (VALUES (1) UNION ALL
	SELECT x + 1 FROM i WHERE x < 449)
INSERT INTO run (id, uuid, plan_name, plan_text, plan_hash, seed, started_utc,
	status, machine_id)
SELECT 1 + x, 'uuid-' || x, '', '', '', 0,
	strftime('%Y-%m-%dT%H:%M:%SZ', started_utc, x || ' days'), 'finished',
	machine_id FROM i, run;
INSERT INTO cell (id, run_id, series_id, status, planned, timeout_ms, calls)
SELECT c.id + 2 * (r.id - 1), r.id, series_id, c.status, planned, timeout_ms,
	calls FROM cell AS c, run AS r WHERE r.id > 1;
INSERT INTO sample (cell_id, repeat, round, status, start_ns, total_ns)
SELECT p.cell_id + 2 * (r.id - 1), repeat, round, p.status, start_ns, total_ns
FROM sample AS p, run AS r WHERE r.id > 1;
INSERT INTO summary SELECT u.cell_id + 2 * (r.id - 1), samples, min_ns,
	median_ns, mean_ns, max_ns, sd_ns, deviation_ns, mad_ns, low_ns, high_ns,
	level, value_ln, u.sessions FROM summary AS u, run AS r WHERE r.id > 1"
expect_equal "sound" '' "$(ask x.db 'SELECT * FROM v_contradiction')"
# shellcheck disable=SC2034 # compared below
before=$(ask x.db 'SELECT * FROM v_summary; SELECT run_id, planned, ok, missing
	FROM v_account')
size=$(wc -c <x.db)

expect_exit 0 "$DOTREC" prune -d x.db
expect_text out '50 runs to be thinned' '20000 repeats' --yes
expect_equal "dry" 0 "$(ask x.db 'SELECT count(*) FROM sketch')"
expect_exit 0 "$DOTREC" prune -d x.db --keep 440
expect_text out '10 runs'
expect_exit 0 "$DOTREC" prune -d x.db --older-than 100000
expect_text out 'nothing to thin'
expect_exit 0 "$DOTREC" prune -d x.db --yes
expect_text out '50 runs thinned'
expect_equal "repeats" 160000 "$(ask x.db 'SELECT count(*) FROM sample')"
expect_equal "summaries and accounts" "$before" "$(ask x.db 'SELECT * FROM
	v_summary; SELECT run_id, planned, ok, missing FROM v_account')"
expect_equal "sound" '' "$(ask x.db 'SELECT * FROM v_contradiction')"
[ "$(wc -c <x.db)" -lt $((size * 93 / 100)) ] || fail "the file did not become smaller"
expect_exit 2 "$DOTREC" prune -d x.db --keep 0
expect_exit 2 "$DOTREC" prune -d x.db --older-than soon
expect_exit 7 "$DOTREC" prune -d nosuch.db
expect_exit 7 "$DOTREC" prune -d nosuch.db --yes
[ ! -e nosuch.db ] || fail "a database was created"
