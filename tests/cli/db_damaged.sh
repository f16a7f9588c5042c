#!/bin/sh
# Impossible values, written by another program past all constraints, crash no
# command: they count as unknown, or the run is reported as damaged.
. "${0%/*}/lib.sh"
long_test
need sqlite3

record
nights x.db 12
record
cp x.db good.db

# damage SQL: makes x.db from good.db by executing SQL without constraints (NOT NULL
# included)
damage() {
	cp good.db x.db
	ask x.db "PRAGMA writable_schema = ON;
		CREATE TEMP TABLE kept AS SELECT name, sql FROM sqlite_schema
			WHERE type = 'table';
		UPDATE sqlite_schema SET sql = replace(replace(replace(replace(
			sql, 'IS NOT NULL', 'NOTNULL'), 'NOT NULL', ''),
			') STRICT, WITHOUT', ') WITHOUT'), ') STRICT', ')')
			WHERE type = 'table';
		PRAGMA writable_schema = RESET;
		PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;
		$1;
		PRAGMA writable_schema = ON;
		UPDATE sqlite_schema AS now SET sql = (SELECT kept.sql
			FROM kept WHERE kept.name = now.name)
			WHERE type = 'table'" >/dev/null
}

# survives WHAT: every command that reads x.db ends, with a documented exit code
survives() {
	for _command in status 'list runs' 'query account' 'query history' \
		'query samples run=last' 'query night run=last' \
		'compare last~1 last' replay check 'report -q -o report'; do
		cp x.db y.db
		_code=0
		# shellcheck disable=SC2086 # a command and its operands
		timeout -s KILL 120 "$DOTREC" $_command -d y.db >out 2>err ||
			_code=$?
		[ "$_code" -le 9 ] ||
			fail "exit code $_code: $_command after $*"
	done
	rm -rf report
}

# other ids of series do not change the report
expect_exit 0 "$DOTREC" check -d x.db
cp out said
for id in -5 4611686018427387904 9223372036854775700; do
	damage "UPDATE series SET id = id + $id; UPDATE cell SET series_id = series_id + $id"
	expect_exit 0 "$DOTREC" check -d x.db
	cmp out said || fail "ids from $id on: the report differs"
done

# impossible values of a grid point
for what in n workers chunks; do
	damage "UPDATE series SET $what = 0 WHERE id = (SELECT max(id) FROM series)"
	expect_exit 7 "$DOTREC" check -d x.db
	expect_text err 'is damaged' "$what is 0"
done

# a series without its row
damage "DELETE FROM series WHERE id = (SELECT max(id) FROM series)"
expect_exit 0 "$DOTREC" compare -d x.db last~1 last
survives "a series without its row"

# an overflow in a canned query is an error of the database (7), not of the user (2)
damage "UPDATE cell SET planned = 9223372036854775807"
expect_exit 7 "$DOTREC" query account_run -d x.db
expect_text err "cannot query 'x.db'" overflow
expect_exit 2 "$DOTREC" query -d x.db 'SELECT abs(-9223372036854775807 - 1)'

while IFS= read -r sql; do
	damage "$sql"
	survives "$sql"
done <<'SQL'
UPDATE run SET uuid = NULL, started_utc = NULL, status = NULL WHERE id = (SELECT max(id) FROM run)
UPDATE run SET sessions = 0, colds = 0, seed = NULL
UPDATE run SET sessions = 4294967295
UPDATE run SET plan_name = NULL, plan_text = NULL, plan_hash = NULL, machine_id = NULL, build_id = NULL, host_before = 'no JSON'
UPDATE run SET started_utc = x'00ff', label = x'00ff', finished_utc = 9e999
UPDATE cell SET status = NULL, planned = NULL, timeout_ms = NULL
UPDATE cell SET planned = 0, calls = 0
UPDATE cell SET planned = 9223372036854775807, calls = -9223372036854775808
UPDATE sample SET repeat = repeat + 9223372036854775000, round = NULL, total_ns = -1, status = 'ok'
UPDATE series SET strategy = NULL, kernel = NULL, dtype = NULL, placement = NULL
UPDATE series SET n = 9223372036854775807 - id, workers = 4294967296
UPDATE summary SET median_ns = 9e999, value_ln = 1e308, low_ns = -9e999, high_ns = 9e999, sd_ns = -1
UPDATE summary SET median_ns = 0, value_ln = -9e999, samples = -1
UPDATE summary SET median_ns = NULL, value_ln = NULL, samples = NULL, min_ns = 'much'
UPDATE speedup SET ratio = 0, low_ratio = -1, high_ratio = 9e999, rounds = NULL
UPDATE speedup SET ratio = 1e-320, low_ratio = 1e-320, high_ratio = 1e308
UPDATE control SET total_ns = -1, calls = 0, name = 'chain'
UPDATE verdict SET verdict = NULL, effect_ratio = 9e999, since_run_id = -1
UPDATE trend SET value = 9e999, low = NULL, high = -9e999, word = x'ff'
UPDATE machine SET cpu_model = NULL, cpus = -9223372036854775808, memory_bytes = NULL
SQL
