#!/bin/sh
# 'dotrec compare' judges by the differences between nights if there are 20 stable
# nights; with 19 it reports that there are too few.
. "${0%/*}/lib.sh"
need sqlite3

record
# fixed times, so that the verdict does not depend on the machine's load
ask x.db "UPDATE sample SET spawn_ns = 0, dispatch_ns = 0, collect_ns = 0,
	compute_ns = t, total_ns = t
	FROM (SELECT c.id, p.repeat AS of, c.calls * (20000 + 10 * p.repeat) AS t
		FROM cell AS c JOIN sample AS p ON p.cell_id = c.id)
	WHERE id = cell_id AND of = repeat;
	UPDATE summary SET median_ns = 20030"
# nights COUNT: adds runs like the first, one a day, with medians within 0.1 % of its
nights() {
	ask x.db "
	WITH RECURSIVE day (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM day
		WHERE i <= $1)
	INSERT INTO run (id, uuid, plan_name, plan_text, plan_hash, seed,
		started_utc, status, machine_id, build_id)
	SELECT i, 'night ' || i, plan_name, plan_text, plan_hash, seed,
		date(started_utc, '-' || i || ' days') || 'T03:00:00Z', status,
		machine_id, build_id
	FROM run, day WHERE id = 1;
	INSERT INTO cell (run_id, series_id, status, planned, calls, timeout_ms)
	SELECT r.id, c.series_id, c.status, c.planned, c.calls, c.timeout_ms
	FROM run AS r, cell AS c WHERE c.run_id = 1 AND r.id > 1;
	INSERT INTO summary (cell_id, samples, min_ns, median_ns, mean_ns,
		max_ns, deviation_ns, mad_ns)
	SELECT d.id, u.samples, 1, u.median_ns * (1 + (d.run_id % 3 - 1) / 1e3),
		1, 1, 1, 1
	FROM cell AS d JOIN cell AS c ON c.series_id = d.series_id AND c.run_id = 1
	JOIN summary AS u ON u.cell_id = c.id WHERE d.run_id > 1;
	-- run 2 has samples: those of run 1, 5 % slower
	INSERT INTO sample (cell_id, repeat, round, status, total_ns, spawn_ns,
		dispatch_ns, compute_ns, collect_ns)
	SELECT d.id, s.repeat, s.round, s.status, s.total_ns * 105 / 100, 0, 0,
		s.total_ns * 105 / 100, 0
	FROM sample AS s JOIN cell AS c ON c.id = s.cell_id
	JOIN cell AS d ON d.series_id = c.series_id AND d.run_id = 2
	WHERE c.run_id = 1"
}
cp x.db saved.db
nights 18 # 19 in all
expect_exit 0 "$DOTREC" compare -d x.db 1 2
expect_text out 'cannot tell program from moment: fewer than 20 stable nights'
cp saved.db x.db
rm -f x.db-wal x.db-shm
nights 24 # 25 in all, 23 without the two
expect_exit 0 "$DOTREC" compare -d x.db 1 2 --format csv
expect_equal "rows" '9 of 9 differ by 5 % in 23 nights' "$(awk -F, '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$2 == "differs" && $at["effect_ratio"] > 0.04 &&
		$at["effect_ratio"] < 0.06 && $at["nights"] == 23 &&
		$at["low_ratio"] > 0.03 && $at["basis"] == "23 nights" { good++ }
	END { print good " of " NR - 1 " differ by 5 % in 23 nights" }' out)"
expect_exit 0 "$DOTREC" compare -d x.db 2 1
expect_text out ' differs'
! grep -q 'moment' out || fail "judged by repeats although there are enough nights"
# nights on which the machine was in another state, and the noise that they would add,
# do not count; for two runs in two states no night counts
cp x.db state.db
ask state.db "UPDATE run SET host_before = json_object('cpus_allowed',
		iif(id IN (7, 12, 13), '1', '2'));
	UPDATE summary SET median_ns = 3 * median_ns WHERE cell_id IN
		(SELECT id FROM cell WHERE run_id IN (7, 12, 13))"
expect_exit 0 "$DOTREC" compare -d state.db 1 2 --format csv
expect_equal "basis" 9 "$(grep -c ',20 nights,' out)"
expect_equal "differ" 9 "$(grep -c ',differs,' out)"
ask state.db "UPDATE run SET host_before = json_object('cpus_allowed', '4') WHERE id = 2"
expect_exit 0 "$DOTREC" compare -d state.db 1 2
expect_text out 'cannot tell program from moment'
# a change accepted 10 nights ago leaves fewer than 20 nights on either side
ask x.db "INSERT INTO mark (run_id, kind, reason, made_utc)
	VALUES (11, 'accepted', 'a test', 'now')"
expect_exit 0 "$DOTREC" compare -d x.db 1 2
expect_text out 'cannot tell program from moment'
