#!/bin/sh
# 'dotrec compare' judges by the sessions of both runs if each has 4, and says above the
# table what else than the program may explain a difference.
. "${0%/*}/lib.sh"
need sqlite3

cat >plan.csv <<-'PLAN'
	strategy,kernel,n,repeats
	serial,native,1000,3
PLAN
for label in a b; do
	expect_exit 0 "$DOTREC" run -q -d x.db --sessions 6 --label $label plan.csv
done
# fixed times: sessions within 2 %, repeats of a session within 0.2 %
# (and nothing that happened to them here)
ask x.db "UPDATE sample SET spawn_ns = 0, dispatch_ns = 0, collect_ns = 0,
	preemptions = 0, faults = 0, moved = 0, compute_ns = t, total_ns = t
	FROM (SELECT c.id, p.repeat AS of, CAST(60e3 * c.calls * (1
		+ p.repeat / 3 * 0.004 + p.repeat % 3 * 0.001) AS INTEGER) AS t
		FROM cell AS c JOIN sample AS p ON p.cell_id = c.id)
	WHERE id = cell_id AND of = repeat;
	DELETE FROM control; -- the clock may differ, and would be told
	UPDATE run SET noisy = NULL,
		host_before = json_set(host_before, '$.cpus_usable', id,
			'$.pingpong_ns', 9 + id || '.5')"
expect_exit 0 "$DOTREC" compare -d x.db a b
expect_text out ' no difference seen'
expect_equal "settings" "a -> b: cpus_usable: '1' -> '2'" "$(grep -e '->' out)"
! grep -q disturbed out || fail "a run without a reason counts as disturbed"

# b is 10 % slower in each of its sessions, and was disturbed
ask x.db "UPDATE sample SET total_ns = total_ns * 110 / 100,
	compute_ns = compute_ns * 110 / 100
	WHERE cell_id IN (SELECT id FROM cell WHERE run_id = 2);
	UPDATE run SET noisy = 'other programs used 1.2 of 2 CPUs',
		host_before = json_set(host_before, '$.pingpong_ns', '370.25')
	WHERE id = 2"
expect_exit 0 "$DOTREC" compare -d x.db a b
expect_text out ' differs' 'b was disturbed: other programs used 1.2 of 2 CPUs' \
	"pingpong_ns: '10.5' -> '370.25'"
expect_exit 0 "$DOTREC" compare -d x.db a b --format csv
expect_text out ',6 and 6 sessions,'

# b is as slow in 3 sessions only: its interval holds a's
ask x.db "UPDATE sample SET total_ns = total_ns * 100 / 110,
	compute_ns = compute_ns * 100 / 110
	WHERE repeat >= 9 AND cell_id IN (SELECT id FROM cell WHERE run_id = 2)"
expect_exit 0 "$DOTREC" compare -d x.db a b
expect_text out ' no difference seen'

# one session of b is left: nobody can tell
ask x.db "DELETE FROM sample WHERE repeat >= 3
	AND cell_id IN (SELECT id FROM cell WHERE run_id = 2);
	UPDATE cell SET planned = 3 WHERE run_id = 2;
	UPDATE run SET sessions = 1 WHERE id = 2"
expect_exit 0 "$DOTREC" compare -d x.db a b
expect_text out ' cannot tell program from moment' 'run both with --sessions 6'
expect_exit 0 "$DOTREC" compare -d x.db a b --format csv
expect_text out ',18 and 3 repeats,'
