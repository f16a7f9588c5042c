#!/bin/sh
# 'dotrec status --verify' finds what is not as it was stored, with one CPU or with more.
. "${0%/*}/lib.sh"
need sqlite3 taskset

# verify CODE TEXT...: on one CPU and on all, 'status --verify' exits with CODE and says this
verify() {
	code=$1
	shift
	cpu=$(taskset -cp $$ | sed 's/.*[ ,:-]//')
	for cpus in "taskset -c $cpu" ''; do
		# shellcheck disable=SC2086 # a command and its arguments, or nothing
		expect_exit "$code" $cpus "$DOTREC" status --verify -d x.db
		if [ "$code" = 0 ]; then
			expect_text out "$@"
		else
			expect_text err "$@"
			expect_empty out
		fi
		if [ -e x.db-wal ] || [ -e x.db-shm ]; then
			fail "a file is left beside the database"
		fi
	done
}
# damage SQL: makes x.db from good.db, as another program could
damage() {
	cp good.db x.db
	ask x.db "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; $1"
}

printf 'strategy,n,workers,repeats\nserial fork,1000..1300+100,2,7\n' >small.csv
for label in a b c; do
	"$DOTREC" run -q -d x.db --label "$label" small.csv || [ $? = 3 ]
done
cp x.db good.db
verify 0 "'x.db' is sound" 'the repeats of 3 runs'
uuid=$(ask x.db "SELECT uuid FROM run WHERE label = 'b'")

# each column that is hashed, in one repeat of one cell
for column in repeat round start_ns skew_ns mark_every active sent_bytes received_bytes \
	result_bits; do
	damage "UPDATE sample SET $column = $column + 100
		WHERE (cell_id, repeat) = (SELECT max(id), 6 FROM cell WHERE run_id = 2)"
	verify 5 "run $uuid, fork/native/f64/1300/2x1" 'have the hash' 'was changed'
done
damage "UPDATE sample SET status = 'wrong' WHERE repeat = 3 AND cell_id = 1"
verify 5 serial/native/f64/1000/1x1 'was changed'
damage "UPDATE sample SET received_bytes = NULL WHERE repeat = 3 AND sent_bytes > 0;
	UPDATE sample SET received_bytes = NULL WHERE repeat = 3 AND received_bytes > 0;
	UPDATE sample SET mark_every = NULL WHERE repeat = 0"
verify 5 'was changed'

# lost repeats: one, or all of a cell
damage "DELETE FROM sample WHERE repeat = 6 AND cell_id = 9"
verify 5 "run $uuid, serial/native/f64/1000/1x1" 'was changed'
damage "DELETE FROM sample WHERE cell_id = 9"
verify 5 "run $uuid, serial/native/f64/1000/1x1" 'its repeats are gone'

# ids of a hostile file, which may span all integers
damage "UPDATE cell SET id = 9223372036854775807 WHERE id = 24;
	UPDATE sample SET cell_id = 9223372036854775807 WHERE cell_id = 24;
	UPDATE cell SET id = -9223372036854775807 WHERE id = 1;
	UPDATE sample SET cell_id = -9223372036854775807 WHERE cell_id = 1"
verify 0 'is sound'
ask x.db "UPDATE sample SET active = active + 1 WHERE cell_id > 24 OR cell_id < 0"
verify 5 'was changed'

# what SQLite finds: a page that is none, and a row that its index does not have
cp good.db x.db
page=$(ask x.db "SELECT rootpage FROM sqlite_schema WHERE name = 'cell_by_base'")
printf 'This is no page.' |
	dd of=x.db bs=1 seek=$(((page - 1) * 4096)) conv=notrunc 2>/dev/null
verify 5 "'x.db' is damaged"
damage "PRAGMA writable_schema = ON;
	UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema
		WHERE name = 'speedup_by_base') WHERE name = 'cell_by_base'"
verify 5 "'x.db' is damaged"

# thinned repeats are not lost
damage "DELETE FROM sample WHERE cell_id = 9;
	INSERT INTO sketch (cell_id, ok, wrong, failed, timeout, skipped, results)
	VALUES (9, 7, 0, 0, 0, 0, 1)"
verify 0 'is sound'

# a database without runs, none at all, and two questions at once
damage 'DELETE FROM sample; DELETE FROM speedup; DELETE FROM summary; DELETE FROM cold;
	DELETE FROM control; DELETE FROM cell; DELETE FROM run'
verify 0 'is sound' '0 runs'
expect_exit 7 "$DOTREC" status --verify -d nosuch.db
expect_exit 2 "$DOTREC" status --verify --hash -d x.db
