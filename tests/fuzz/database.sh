#!/bin/sh
# With any content in any column, table or view of a database, every command ends with a
# documented exit code, makes no invalid memory access, and does not change the file if
# it only reads.
. "${0%/*}/lib.sh"
need python3 sqlite3

[ "${DOTREC_FUZZ_SECONDS:-1}" -gt 0 ] || skip "DOTREC_FUZZ_SECONDS is 0"
need_fuzz_build

# a database with rows in every table: a complete run, earlier nights with verdicts, a
# run that died, one thinned to sketches, and one imported from another program
cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000 2000,2,2
PLAN
"$DOTREC" run -q -d x.db plan.csv
nights x.db 14
"$DOTREC" run -q -d x.db --label last plan.csv
"$DOTREC" check -q -d x.db >out || [ $? -eq 1 ]
"$DOTREC" accept -q -d x.db 'shm/*' --reason why
"$DOTREC" exclude -q -d x.db 3 --reason because
"$DOTREC" run -q -d old.db plan.csv
ask old.db "UPDATE run SET started_utc = '2020-01-01T00:00:00Z'"
"$DOTREC" export -q -d old.db --what summaries -o old.csv
"$DOTREC" import -q -d x.db old.csv
printf 'N,serial,shm\n1000,0.001,0.0005\n2000,0.002,0.001\n' >table.csv
"$DOTREC" import -q -d x.db table.csv
"$DOTREC" run -q -d x.db --label died plan.csv
ask x.db "UPDATE run SET status = 'interrupted', reason = 'x' WHERE label = 'died';
	DELETE FROM sample WHERE repeat > 0 AND cell_id IN (SELECT id FROM cell
		WHERE run_id = (SELECT id FROM run WHERE label = 'died'));
	UPDATE cell SET remeasured = 'base', reason = 'x'
		WHERE id = (SELECT min(id) FROM cell);
	INSERT OR IGNORE INTO trend SELECT id, 'law a', 'shm/*', 1, 0.5, 2, 'word'
		FROM run;
	INSERT INTO meta VALUES ('views', 'as an older dotrec wrote it');
	PRAGMA wal_checkpoint(TRUNCATE)" >out
for table in $(ask x.db "SELECT name FROM sqlite_schema WHERE type = 'table'"); do
	[ "$(ask x.db "SELECT count(*) FROM $table")" -gt 0 ] ||
		fail "table $table has no rows"
done

# an exit code of its own distinguishes a sanitizer's report from dotrec's exit codes
ASAN_OPTIONS=$ASAN_OPTIONS:exitcode=99:max_allocation_size_mb=1024
export ASAN_OPTIONS UBSAN_OPTIONS="$UBSAN_OPTIONS:exitcode=99"
python3 "$top_srcdir/tests/fuzz/database.py" "$fuzz_build/dotrec" x.db plan.csv \
	"$fuzz_build/crashes"
