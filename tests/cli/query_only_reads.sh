#!/bin/sh
# SQL that writes, or is not a single SELECT, is refused and leaves the file unchanged.
. "${0%/*}/lib.sh"

record
cp x.db before
while IFS= read -r sql; do
	expect_exit 2 "$DOTREC" query -d x.db --sql "$sql"
	expect_empty out
	expect_text err 'dotrec: error: '
	cmp x.db before || fail "the database was changed by: $sql"
	[ ! -e new.db ] || fail "a file was created by: $sql"
done <<'SQL'
DELETE FROM sample
INSERT INTO meta (name, value) VALUES ('a', 'b') RETURNING name
UPDATE run SET label = 'x'
DROP VIEW v_sample
CREATE TEMP TABLE t (a)
PRAGMA user_version = 7
PRAGMA journal_mode = DELETE
PRAGMA query_only = OFF
VACUUM INTO 'new.db'
ATTACH 'new.db' AS new
BEGIN
SELECT 1; SELECT 2
SELECT 1; DELETE FROM sample
SELECT 1; nonsense
SELECT load_extension('libm.so')
nonsense

;
SQL
