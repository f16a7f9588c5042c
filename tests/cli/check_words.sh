#!/bin/sh
# The verdicts 'not measured' (with its reason), 'another machine' and 'machine moved';
# and a run that cannot be judged.
. "${0%/*}/lib.sh"
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000..1900+100,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# in the last night one series fails, one is missing, and all others are 20 % slower,
# as is the control kernel
nights x.db 30 "UPDATE summary SET median_ns = median_ns * 1.2
	WHERE cell_id IN (SELECT c.id FROM cell AS c JOIN night AS n
	ON n.run_id = c.run_id WHERE n.i = 30);"
ask x.db "
INSERT INTO control (run_id, number, name, start_ns, total_ns, calls)
	SELECT run.id, k.value, 'chain', 0,
		100000 + (run.id * 7919 + k.value * 101) % 500
		+ iif(uuid = '00000030', 20000, 0), 1
	FROM run, json_each('[0,1,2,3,4]') AS k;
DELETE FROM summary WHERE cell_id = (SELECT cell_id FROM v_cell WHERE series =
	'shm/native/f64/1000/2x1' ORDER BY run_id DESC LIMIT 1);
UPDATE cell SET status = 'failed', reason = 'worker 1 is gone' WHERE id =
	(SELECT cell_id FROM v_cell WHERE series = 'shm/native/f64/1000/2x1'
	ORDER BY run_id DESC LIMIT 1);
DELETE FROM speedup WHERE cell_id IN (SELECT cell_id FROM v_cell WHERE series LIKE
	'shm/native/f64/1_00/2x1' AND n <= 1100 AND run_id =
	(SELECT max(id) FROM run));
DELETE FROM summary WHERE cell_id = (SELECT cell_id FROM v_cell WHERE series =
	'shm/native/f64/1100/2x1' ORDER BY run_id DESC LIMIT 1);
DELETE FROM cell WHERE id = (SELECT cell_id FROM v_cell WHERE series =
	'shm/native/f64/1100/2x1' ORDER BY run_id DESC LIMIT 1);"
expect_exit 0 "$DOTREC" check -d x.db
expect_text out 'machine moved'
grep -q 'not measured .*f64/1000/2x1 .*worker 1 is gone' out || fail "no reason for the failed series"
grep -q 'not measured .*f64/1100/2x1 .*not in the plan' out || fail "no reason for the missing series"
sed -n 4p out | grep -q 'machine moved' || fail "'machine moved' does not come first"

# series that are still missing on the next night are counted, not listed again
ask x.db "INSERT INTO run (uuid, plan_name, plan_text, plan_hash, seed, started_utc,
		finished_utc, status, machine_id, build_id)
	SELECT 'next', plan_name, plan_text, plan_hash, seed, '2026-04-01T01:00:00Z',
		finished_utc, status, machine_id, build_id FROM run
	ORDER BY id DESC LIMIT 1;
INSERT INTO cell (run_id, series_id, planned, timeout_ms, status, reason, calls)
	SELECT run_id + 1, series_id, planned, timeout_ms, status, reason, calls
	FROM cell WHERE run_id = (SELECT max(id) - 1 FROM run);
INSERT INTO summary (cell_id, samples, min_ns, median_ns, mean_ns, max_ns,
		deviation_ns, mad_ns)
	SELECT n.id, 15, 1, u.median_ns, 1, 1, 0, 0 FROM cell AS n
	JOIN cell AS o ON o.series_id = n.series_id AND o.run_id = n.run_id - 1
	JOIN summary AS u ON u.cell_id = o.id
	WHERE n.run_id = (SELECT max(id) FROM run);"
expect_check -d x.db
grep -q 'still not measured: [1-9]' out || fail "the series still missing are not counted"
! grep -q 'not measured .*1000/2x1 .*worker 1' out || fail "the reason is reported again"
ask x.db "DELETE FROM verdict WHERE run_id = (SELECT max(id) FROM run);
	DELETE FROM trend WHERE run_id = (SELECT max(id) FROM run);
	DELETE FROM summary WHERE cell_id IN (SELECT id FROM cell WHERE run_id =
		(SELECT max(id) FROM run));
	DELETE FROM cell WHERE run_id = (SELECT max(id) FROM run);
	DELETE FROM run WHERE id = (SELECT max(id) FROM run)"

# a run on another machine begins a history of its own
ask x.db "INSERT INTO machine SELECT 99, 'ffff', cpu_model, architecture, cpus,
	numa_nodes, l1d_bytes, l2_bytes, l3_bytes, memory_bytes FROM machine LIMIT 1;
	UPDATE run SET machine_id = 99 WHERE id = (SELECT max(id) FROM run);
	DELETE FROM verdict; DELETE FROM trend"
expect_exit 0 "$DOTREC" check -d x.db
expect_text out 'another machine: key ffff, was ' '(night 1 of 20 like this)' \
	"accept --same-machine $(ask x.db 'SELECT key FROM machine WHERE id = 1')" \
	'another machine: 18 of 19'

ask x.db "UPDATE run SET status = 'running' WHERE id = (SELECT max(id) FROM run)"
expect_exit 2 "$DOTREC" check -d x.db
expect_text err 'has not finished' '--resume'
expect_exit 7 "$DOTREC" check -d nosuch.db
[ ! -e nosuch.db ] || fail "check made a database"
