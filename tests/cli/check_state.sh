#!/bin/sh
# A night on which the machine was in another state (CPUs allowed, quota, governor,
# BLAS core, clock, distance of the CPUs) is compared with nights of that state only, and is no regression of the
# program. States in databases made here; then really, with one CPU allowed.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000..1400+100,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d base.db plan.csv
# history NIGHTS SQL: makes x.db, with one night for each run of base.db's plan
history() {
	rm -f x.db*
	cp base.db x.db
	nights x.db "$1" "$2"
	ask x.db "UPDATE run SET host_before = json_set(host_before,
		'\$.cpus_allowed', '2', '\$.cpus_sharing_core', '2',
		'\$.governor', 'powersave', '\$.smt', 'on')"
}
# state NIGHTS FACT VALUE: a fact of the nights in this range, 'from AND to'
state() {
	ask x.db "UPDATE run SET host_before = json_set(host_before, '\$.$2', $3)
		WHERE CAST(uuid AS INTEGER) BETWEEN $1"
}
# control NAME NS [NIGHTS]: what the control kernel measured, on all nights or on these;
# NS may depend on t.value, the number of the repeat from 1 to 4
control() {
	ask x.db "DELETE FROM control WHERE name = '$1'
			AND run_id IN (SELECT id FROM run WHERE ${3:-1});
		INSERT INTO control (run_id, number, name, start_ns, calls, total_ns)
		SELECT r.id, coalesce((SELECT max(number) FROM control WHERE run_id = r.id), 0)
			+ t.value, '$1', t.value, 10, 10 * $2 FROM run AS r, json_each('[1, 2, 3, 4]') AS t
		WHERE ${3:-1}"
}
# slower NIGHTS FACTOR: SQL that makes these nights slower
slower() {
	echo "UPDATE summary SET median_ns = median_ns * $2 WHERE cell_id IN
		(SELECT c.id FROM cell AS c JOIN night AS n ON n.run_id = c.run_id
		WHERE n.i BETWEEN $1);"
}
check() { # NIGHT: checks it; its exit code and output as expected of a check
	expect_check "$(ask x.db "SELECT id FROM run WHERE uuid = printf('%08d', $1)")" \
		-d x.db
}
words() { # NIGHT: prints its verdicts
	ask x.db "SELECT DISTINCT verdict FROM v_verdict AS v JOIN run AS r
		ON r.id = v.run_id WHERE r.uuid = printf('%08d', $1) ORDER BY 1" |
		paste -s -d ' ' -
}

# one night with one CPU, twice as slow; the nights after it are as before
history 34 "$(slower '31 AND 31' 2)"
state '31 AND 31' cpus_allowed "'1'"
state '31 AND 31' cpus_sharing_core "'0'"
check 30
expect_equal "before" 0 "$code"
check 31
expect_equal "exit code" 0 "$code"
expect_equal "verdicts with one CPU" 'another machine' "$(words 31)"
expect_equal "reasons" '1 CPU allowed, was 2' "$(ask x.db "SELECT DISTINCT reason
	FROM verdict WHERE verdict = 'another machine'")"
expect_text out 'another machine: 1 CPU allowed, was 2 (night 1 of 20 like this)'
expect_equal "numbers of it" 0 "$(ask x.db "SELECT count(*) FROM verdict
	WHERE verdict = 'another machine' AND (effect_ratio IS NOT NULL
	OR p IS NOT NULL OR still IS NOT NULL)")"
cp out before
check 31
cmp out before || fail "a second check reports something else"
expect_exit 0 "$DOTREC" query night -d x.db run="$(ask x.db "SELECT id FROM run
	WHERE uuid = '00000031'")"
expect_text out 'another machine'
check 32
expect_text out 'another machine: 2 CPUs allowed, was 1 (compared with 30 nights like this)'
check 34
expect_equal "after it" 0 "$(ask x.db "SELECT count(*) FROM verdict
	WHERE verdict NOT IN ('no change seen', 'another machine', 'not enough nights')
	AND run_id > (SELECT id FROM run WHERE uuid = '00000031')")"
! grep -q 'another machine' out || fail "the night before was the same machine"
# a replay leaves the night out as well
expect_exit 0 "$DOTREC" replay -d x.db
! grep -q regressed out || fail "replay: a regression"
expect_equal "left out of the replay" 10 "$(grep -c 'not measured' out)"

# a fact that older nights lack is no difference
history 31 ''
ask x.db "UPDATE run SET host_before = NULL WHERE CAST(uuid AS INTEGER) < 15;
	UPDATE run SET host_before = 'no JSON' WHERE uuid = '00000016'"
check 31
expect_equal "all nights count" 31 "$(ask x.db "SELECT max(nights) FROM verdict")"

# a machine with more CPUs for good: 20 nights until there are verdicts again; a
# regression after that is found
history 75 "$(slower '31 AND 75' 0.5)
$(slower '66 AND 75' 1.3)"
state '31 AND 75' cpus_allowed "'4'"
state '31 AND 75' cpus_sharing_core "'4'"
for night in 31 32 49; do
	check $night
	expect_text out "4 CPUs allowed, was 2 (night $((night - 30)) of 20"
done
expect_equal "first" 'another machine' "$(words 31)"
expect_equal "second" 'not enough nights' "$(words 32)"
expect_equal "its reason" '4 CPUs allowed, was 2' "$(ask x.db "SELECT DISTINCT reason
	FROM v_verdict WHERE run_id = (SELECT id FROM run WHERE uuid = '00000032')")"
check 50
expect_equal "twentieth" 'no change seen' "$(words 50)"
check 65
expect_equal "alarms" 0 "$(ask x.db "SELECT count(*) FROM verdict
	WHERE verdict IN ('regressed', 'improved')")"
for night in 66 67 68 69 70 71 72 73 74 75; do
	check $night
done
expect_equal "regressed in the new state, each once" '5|1' "$(ask x.db "
	SELECT count(*), max(c) FROM (SELECT count(*) AS c FROM verdict
	WHERE measure = 'time' AND verdict = 'regressed' AND subject LIKE 'shm%'
	GROUP BY subject)")"

# states that alternate have a history each
history 60 "UPDATE summary SET median_ns = median_ns * 3 WHERE cell_id IN
	(SELECT c.id FROM cell AS c JOIN night AS n ON n.run_id = c.run_id
	WHERE n.i % 2);"
ask x.db "UPDATE run SET host_before = json_set(host_before, '\$.cgroup_cpus', '0.5')
	WHERE uuid % 2"
check 60
expect_text out 'CPU quota none, was 0.5 (compared with 29 nights like this)'
expect_equal "alarms" 0 "$(ask x.db "SELECT count(*) FROM verdict
	WHERE verdict IN ('regressed', 'improved')")"
expect_equal "judged" 'no change seen' "$(words 60)"

# every fact of the state; the core of another library is a change of the program
history 31 ''
ask x.db "INSERT INTO build SELECT 90, version, source, compiler, flags,
		'OpenBLAS 1 Old core Old in a.so', sqlite, libc FROM build LIMIT 1;
	INSERT INTO build SELECT 91, version, source, compiler, flags,
		'OpenBLAS 1 New core New in a.so', sqlite, libc FROM build LIMIT 1;
	INSERT INTO build SELECT 92, version, source, compiler, flags,
		'OpenBLAS 2 New core New in a.so', sqlite, libc FROM build LIMIT 1;
	UPDATE run SET build_id = 90;
	UPDATE run SET build_id = 91 WHERE uuid = '00000031'"
state '31 AND 31' governor "'performance'"
state '31 AND 31' smt "'forceoff'"
state '31 AND 31' cpus_sharing_core "'1'"
check 31
expect_text out 'another machine: 1 CPU shares a core, was 2; SMT off, was on; governor performance, was powersave; BLAS core New, was Old ('
history 31 ''
ask x.db "INSERT INTO build SELECT 90, version, source, compiler, flags,
		'OpenBLAS 1 Old core Old in a.so', sqlite, libc FROM build LIMIT 1;
	INSERT INTO build SELECT 92, version, source, compiler, flags,
		'OpenBLAS 2 New core New in a.so', sqlite, libc FROM build LIMIT 1;
	UPDATE run SET build_id = 90;
	UPDATE run SET build_id = 92 WHERE uuid = '00000031'"
check 31
expect_equal "another library" 'no change seen' "$(words 31)"

# how far the CPUs are apart: series whose workers exchange data have a history at each
# distance, and the others have one; a regression at one distance is found
history 75 "$(slower '61 AND 75' 1)
UPDATE summary SET median_ns = median_ns * iif((SELECT i FROM night WHERE run_id =
		(SELECT run_id FROM cell WHERE id = cell_id)) % 2, 3, 1)
	* iif((SELECT i FROM night WHERE run_id =
		(SELECT run_id FROM cell WHERE id = cell_id)) > 60, 1.3, 1)
	WHERE cell_id IN (SELECT cell_id FROM v_cell WHERE strategy = 'shm');"
control distance 100
control distance 400 'uuid % 2 = 1'
check 59
expect_text out 'another machine: CPUs 400 ns apart, was 100 ns (compared with 29 nights like this, for series with several workers)'
expect_equal "alarms at two distances" 0 "$(ask x.db "SELECT count(*) FROM verdict
	WHERE verdict IN ('regressed', 'improved', 'suspect')")"
expect_equal "nights of serial and shm" 'serial|59 shm|30' "$(ask x.db "
	SELECT DISTINCT s.strategy, v.nights FROM verdict AS v JOIN v_series AS s
	USING (series_id) WHERE v.measure = 'time' AND s.strategy <> 'null'
	AND v.run_id = (SELECT id FROM run WHERE uuid = '00000059') ORDER BY 1" |
	paste -s -d ' ' -)"
for night in 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75; do
	check $night
done
expect_equal "regressed at a distance" 'shm' "$(ask x.db "SELECT DISTINCT
	substr(subject, 1, instr(subject, '/') - 1) FROM verdict
	WHERE verdict = 'regressed'")"
expect_equal "their size in tenths" 3 "$(ask x.db "SELECT DISTINCT
	CAST(round(10 * effect_ratio) AS INTEGER) FROM verdict
	WHERE verdict = 'regressed' AND measure = 'time'")"

# the control kernel: a clock that is slower for a night, of which other programs disturbed
# some repeats, too
history 32 "$(slower '31 AND 31' 1.4)"
control chain 1000000
control chain '(1333000 + 500000 * (t.value % 2))' "uuid = '00000031'"
check 31
expect_equal "verdicts with a slow clock" 'another machine' "$(words 31)"
expect_text out 'another machine: control kernel 1.33 ms, was 1.00 ms (night 1 of 20 like this)'

# other programs that disturb half of its repeats, or all but one, are not the clock: the
# nights are compared, and the clock does not explain a regression
for disturbed in 't.value % 2' 't.value > 1'; do
	history 34 "$(slower '31 AND 34' 1.4)"
	control chain 1000000
	control chain "(1000000 + 600000 * ($disturbed))" 'CAST(uuid AS INTEGER) >= 31'
	check 34
	expect_equal "nights compared beside other programs" 34 "$(ask x.db "
		SELECT max(nights) FROM verdict")"
	expect_equal "told beside other programs" 10 "$(ask x.db "SELECT count(*) FROM verdict
		WHERE measure = 'time' AND verdict = 'regressed'")"
	expect_equal "the clock as a cause" 0 "$(ask x.db "SELECT count(*) FROM verdict
		WHERE reason LIKE '%clock_ns%'")"
done
# a clock that is a little slower for good does
history 34 "$(slower '31 AND 34' 1.4)"
control chain 1000000
control chain 1200000 'CAST(uuid AS INTEGER) >= 31'
check 34
expect_equal "the clock as a cause" "clock_ns: '1000000.0' -> '1200000.0'" "$(ask x.db "
	SELECT DISTINCT reason FROM verdict WHERE measure = 'time' AND verdict = 'regressed'")"

# really: a night with one CPU allowed
need taskset
[ "$(nproc)" -ge 2 ] || skip "one CPU is all that there is here"
first=$(taskset -pc $$ | sed 's/.*: *//; s/[-,].*//')
cp base.db y.db
nights y.db 30
expect_exit 0 taskset -c "$first" "$DOTREC" nightly -v --no-remeasure -d y.db -o n plan.csv
expect_text out "another machine: 1 CPU allowed, was $(nproc) (night 1 of 20"
expect_exit 0 "$DOTREC" check -d y.db
expect_equal "verdicts" 'another machine' "$(ask y.db "SELECT DISTINCT verdict
	FROM verdict WHERE run_id = (SELECT max(id) FROM run) AND verdict <> 'machine moved'")"
