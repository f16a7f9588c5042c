#!/bin/sh
# A machine whose memory changed by a tenth at most is the same; another one is told with
# what changed, and 'accept --same-machine' joins its history to the old one. That can be
# undone, and travels.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000..1400+100,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d base.db plan.csv
# two_machines MEMORY_GIB [CPUS]: makes x.db: 30 nights on machine 'aaaa...' with 24 GiB,
# then 5 on 'bbbb...', where everything takes twice as long
two_machines() {
	rm -f x.db*
	cp base.db x.db
	nights x.db 35 "UPDATE summary SET median_ns = median_ns * 2 WHERE cell_id IN
		(SELECT c.id FROM cell AS c JOIN night AS n ON n.run_id = c.run_id
		WHERE n.i > 30);"
	ask x.db "UPDATE machine SET key = 'aaaaaaaaaaaaaaaa', memory_bytes = 24 << 30,
			cpus = 2;
		INSERT INTO machine SELECT 9, 'bbbbbbbbbbbbbbbb', cpu_model, architecture,
			${2-cpus}, numa_nodes, l1d_bytes, l2_bytes, l3_bytes, $1 << 30
			FROM machine;
		UPDATE run SET machine_id = 9 WHERE CAST(uuid AS INTEGER) > 30"
}
check() { # NIGHT
	expect_check "$(run_of "$1")" -d x.db
}

# 22 of 24 GiB: one history, in which the change is found
two_machines 22
check 30
check 31
! grep -q 'another machine' out || fail "22 of 24 GiB is another machine"
expect_text out 'run 32, night 31'
for night in 32 33 34 35; do
	check $night
done
expect_equal "found" 5 "$(ask x.db "SELECT count(DISTINCT subject) FROM verdict
	WHERE measure = 'time' AND verdict = 'regressed' AND subject LIKE 'shm%'")"
# the machine of the night before stands for it, too, in what goes by machines
expect_equal "slower since the night before" '0 10' "$("$DOTREC" query nights nights=6 \
	-d x.db -f csv | cut -d , -f 12 | sed -n '6p; 5p' | paste -s -d ' ' -)"
expect_equal "changes of a series' history" 34 "$("$DOTREC" query series_history \
	series=shm/native/f64/1000/2x1 -d x.db -f csv | sed 1d | grep -c ',[-0-9.e][-0-9.e]*$')"
expect_exit 0 "$DOTREC" accept 'shm/*' --reason x --run "$(run_of 31)" -d x.db
ask x.db "UPDATE run SET machine_id = 1 WHERE id = $(run_of 31)"
expect_equal "accepted on the one, told on the other" accepted "$(ask x.db "
	SELECT DISTINCT told FROM v_finding WHERE run_id = $(run_of 34)
	AND subject LIKE 'shm%' AND measure = 'time'")"
expect_exit 0 "$DOTREC" compare "$(run_of 29)" "$(run_of 32)" -d x.db
! grep -q "of two machines" out || fail "compare: two machines"
expect_exit 2 "$DOTREC" accept --same-machine aaaa --reason x -d x.db
expect_text err 'share a history already'

ask x.db "UPDATE run SET machine_id = NULL WHERE id = $(run_of 35)"
expect_exit 2 "$DOTREC" accept --same-machine aaaa --reason x -d x.db
expect_text err 'is not known'
expect_exit 2 "$DOTREC" accept --same-machine "$(run_of 35)" --reason x \
	--run "$(run_of 1)" -d x.db

# 16 of 24 GiB, and more CPUs: another machine
two_machines 16 4
check 30
check 31
expect_equal "exit code" 0 "$code"
expect_text out 'run 32, night 1' \
	'another machine: CPUs 4, was 2; memory 16 GiB, was 24 GiB (night 1 of 20 like this)' \
	'accept --same-machine aaaaaaaaaaaaaaaa'
expect_equal "verdicts" 'another machine|CPUs 4, was 2; memory 16 GiB, was 24 GiB' "$(
	ask x.db "SELECT DISTINCT verdict, reason FROM verdict
	WHERE run_id = $(run_of 31)")"
check 32
expect_text out 'night 2' '(night 2 of 20 like this)'
expect_equal "the second night" 'not enough nights' "$(ask x.db "
	SELECT DISTINCT verdict FROM verdict WHERE run_id = $(run_of 32)")"

# joined, by a key
expect_exit 2 "$DOTREC" accept --same-machine aaaa -d x.db
expect_text err '--reason is missing'
expect_exit 2 "$DOTREC" accept 'shm/*' --same-machine aaaa --reason x -d x.db
expect_exit 2 "$DOTREC" accept --same-machine cccc --reason x -d x.db
expect_text err "no machine and no run 'cccc'"
expect_exit 2 "$DOTREC" accept --same-machine aaaa --undo -d x.db
expect_exit 0 "$DOTREC" accept --same-machine aaaa --reason 'a new board' -d x.db
expect_text err 'continues the history of machine aaaaaaaaaaaaaaaa'
expect_exit 0 "$DOTREC" query marks -d x.db
expect_text out 'same machine' 'a new board' aaaaaaaaaaaaaaaa
expect_exit 0 "$DOTREC" query machines -d x.db --format csv
expect_equal "same as" '9 1' "$(sed -n 's/.*,//; 2,$p' out | paste -s -d ' ' -)"
said=$(ask x.db 'SELECT * FROM verdict')
check 33
expect_text out 'run 34, night 33'
! grep -q 'another machine' out || fail "another machine, though joined"
expect_equal "its nights" 33 "$(ask x.db "SELECT max(nights) FROM verdict
	WHERE run_id = $(run_of 33)")"
expect_equal "verdicts given stay" "$said" "$(ask x.db "SELECT * FROM verdict
	WHERE run_id < $(run_of 33)")"
expect_exit 2 "$DOTREC" accept --same-machine bbbb --reason x --run "$(run_of 2)" -d x.db
expect_text err 'share a history already'

# it travels, with the run that carries it
last=$(run_of 35)
expect_exit 0 "$DOTREC" merge -d z.db x.db
expect_equal "the mark" 'same machine|a new board|aaaaaaaaaaaaaaaa' "$(ask z.db "
	SELECT kind, reason, machine_key FROM mark")"
expect_equal "nights" 35 "$(ask z.db "SELECT count(*) FROM v_night_until
	WHERE until_id = (SELECT id FROM run WHERE uuid = '00000035')")"
for format in csv jsonl; do
	rm -f real.db* copy.db*
	cp base.db real.db
	ask real.db "UPDATE run SET started_utc = '2026-01-01T01:00:00Z';
		UPDATE machine SET key = 'aaaaaaaaaaaaaaaa', cpus = 99"
	expect_exit 0 "$DOTREC" run -q -d real.db plan.csv
	expect_exit 0 "$DOTREC" accept --same-machine aaaaaaaa --reason x -d real.db
	expect_exit 0 "$DOTREC" export -q --all -f $format -d real.db -o real.$format
	expect_exit 0 "$DOTREC" import -q -d copy.db real.$format
	expect_exit 0 "$DOTREC" import -q -d copy.db real.$format
	expect_equal "$format: marks, nights" '1|aaaaaaaaaaaaaaaa|2' "$(ask copy.db "
		SELECT (SELECT count(*) FROM mark), (SELECT machine_key FROM mark),
			max(n) FROM (SELECT count(*) AS n FROM v_night_until
			GROUP BY until_id)")"
done

# undone, also where it has gone
expect_exit 0 "$DOTREC" accept --same-machine "$(run_of 3)" --undo -d x.db
expect_exit 2 "$DOTREC" accept --same-machine "$(run_of 3)" --undo -d x.db
check 34
expect_text out 'run 35, night 4' 'another machine: CPUs 4, was 2'
expect_exit 0 "$DOTREC" merge -d z.db x.db
expect_equal "undone elsewhere" '1|5' "$(ask z.db "SELECT
	(SELECT count(*) FROM mark WHERE undone_utc IS NOT NULL),
	(SELECT count(*) FROM v_night_until WHERE until_id =
	 (SELECT id FROM run WHERE uuid = '00000035'))")"

# joined again, by a run
expect_exit 0 "$DOTREC" accept --same-machine "$(run_of 3)" --run "$last" \
	--reason 'it is' -d x.db
check 35
expect_text out 'run 36, night 35'

# a fleet of 300 machines that are one history, by memory or because a person said so,
# makes no pairs but those asked for
expect_equal "groups" '300 1 3 1' "$(ask x.db "
	DELETE FROM mark;
	UPDATE machine SET memory_bytes = 1000, cpu_model = 'x', cpus = 1;
	UPDATE machine SET cpus = 3 WHERE id = 9;
	WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 299)
	INSERT INTO machine (key, cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
			l2_bytes, l3_bytes, memory_bytes)
		SELECT 'm' || i, cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
			l2_bytes, l3_bytes, 1000 + i FROM i, machine WHERE id = 1;
	INSERT INTO machine (key, cpu_model, architecture, cpus, numa_nodes, l1d_bytes,
			l2_bytes, l3_bytes, memory_bytes)
		VALUES ('u', 'u', '', 1, 1, 0, 0, 0, 1), ('v', 'v', '', 1, 1, 0, 0, 0, 1),
			('w', 'v', '', 1, 1, 0, 0, 0, 1);
	INSERT INTO mark (kind, run_id, reason, made_utc, machine_key)
		SELECT 'same machine', id, 'x', '2026-01-01T00:00:00Z', 'u' FROM run
		WHERE machine_id = 9;
	INSERT INTO mark (kind, run_id, reason, made_utc, machine_key)
		SELECT 'same machine', id, 'x', '2026-01-01T00:00:00Z', 'w' FROM run
		WHERE machine_id = 9;
	SELECT (SELECT count(*) FROM v_same_machine WHERE machine_id = 1) || ' '
		|| (SELECT count(*) FROM v_same_machine WHERE machine_id IS NULL) || ' '
		|| (SELECT count(*) FROM v_same_machine WHERE machine_id = 9) || ' '
		|| (SELECT count(*) FROM v_same_machine AS s
			JOIN machine AS m ON m.id = s.machine_id WHERE m.key = 'v')")"
last=$(ask x.db "SELECT max(id) FROM run WHERE machine_id = 1")
expect_exit 0 timeout 60 "$DOTREC" check "$last" -d x.db
