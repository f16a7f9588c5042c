#!/bin/sh
# What is asked of a night takes no longer when the nights of another machine are merged
# into the database.
. "${0%/*}/lib.sh"

record
record

# others FROM TO: adds the nights FROM to TO of another machine, older than the runs
others() {
	ask x.db "
	INSERT OR IGNORE INTO machine (id, key, cpu_model, architecture, cpus, numa_nodes,
	  l1d_bytes, l2_bytes, l3_bytes, memory_bytes)
	VALUES (99, 'other', 'other', 'x86_64', 2, 1, 0, 0, 0, 0);
	CREATE TEMP TABLE i AS
	WITH RECURSIVE i (k) AS (SELECT $1 UNION ALL SELECT k + 1 FROM i WHERE k < $2)
	SELECT k FROM i;
	INSERT INTO run (id, uuid, plan_name, plan_text, plan_hash, seed, started_utc,
	  status, machine_id, host_before)
	SELECT 1000 + k, 'other ' || k, 'plan', '', '', 1,
	  strftime('%Y-%m-%dT00:00:00Z', '2020-01-01', k || ' days'), 'finished', 99, '{}'
	FROM i;
	INSERT INTO cell (id, run_id, series_id, base_id, planned, timeout_ms)
	SELECT 1000 * k + c.series_id, 1000 + k, c.series_id,
	  1000 * k + (SELECT min(series_id) FROM cell), 1, 1
	FROM i, cell AS c WHERE c.run_id = 1;
	INSERT INTO speedup (cell_id, base_id, rounds, ratio)
	SELECT id, base_id, 1, 1 FROM cell WHERE run_id IN (SELECT 1000 + k FROM i);
	INSERT INTO sample (cell_id, repeat, round, status)
	SELECT 1000 * k + c.series_id, 0, 0, 'skipped'
	FROM i, cell AS c WHERE c.run_id = 1;
	INSERT INTO verdict (run_id, measure, subject, verdict, phases, method)
	SELECT 1000 + k, 'time', 'other', 'regressed', '{\"total_ns\":[1,2]}', 1 FROM i"
}

# steps FILE: prints how many steps of its virtual machine SQLite takes for run 2
steps() {
	printf '%s\n' '.parameter init' '.parameter set :run_id 2' \
		'.parameter set :run 2' '.stats vmstep' ".read $1" |
		ask x.db | awk '/^VM-steps:/ { steps += $2 } END { print steps }'
}

# merge does this to a run that a more complete copy replaces
{
	echo 'PRAGMA foreign_keys = ON; BEGIN;'
	sed "s/%1\$lld/2/" "$top_srcdir/sql/travel/drop.sql"
	echo 'DELETE FROM run WHERE id = 2;'
	echo 'ROLLBACK;'
} >drop.sql

# store/night_json is what `dotrec nightly --notify` asks, store/metrics_* what --metrics
# does, store/machine_before what `dotrec check` does; reports ask the queries
asked=drop.sql
for name in store/night_json store/machine_before store/metrics_repeats \
	store/metrics_started store/metrics_findings store/metrics_open \
	store/metrics_regressions store/metrics_series store/metrics_speedup \
	store/metrics_judged query/moved query/night query/summary query/speedup \
	query/findings; do
	asked="$asked $top_srcdir/sql/$name.sql"
done
others 1 20
for file in $asked; do
	steps "$file" >"few-$(basename "$file")"
done
others 21 400
for file in $asked; do
	few=$(cat "few-$(basename "$file")") many=$(steps "$file")
	[ "$few" -gt 0 ] || fail "no steps of $file"
	[ "$many" -lt "$((few + 380))" ] ||
		fail "$file: $few steps, $many with 380 more nights of another machine"
done

# what the test itself can see
echo 'SELECT max(finished_utc) FROM run;' >bad.sql
few=$(steps bad.sql)
others 401 800
[ "$(steps bad.sql)" -ge "$((few + 380))" ] || fail "steps do not count rows"
