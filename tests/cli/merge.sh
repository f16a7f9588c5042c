#!/bin/sh
# Merging databases gives the same result in any order and when repeated; a run in
# conflict stays as it is.
. "${0%/*}/lib.sh"
need sqlite3

# hash DB: prints the hash of its content
hash() {
	"$DOTREC" status -d "$1" --hash || fail "no hash of $1"
}

record --label first
mv x.db a.db
record --label second
mv x.db b.db
expect_exit 0 "$DOTREC" merge -d ab.db a.db b.db
expect_text err '2 runs added'
expect_exit 0 "$DOTREC" merge -q -d ba.db b.db a.db
expect_equal "the other order" "$(hash ab.db)" "$(hash ba.db)"
[ "$(hash a.db)" != "$(hash b.db)" ] || fail "two runs have the same hash"
expect_exit 0 "$DOTREC" merge -d ab.db a.db ba.db
expect_text err '0 runs added, 0 replaced by a more complete copy, 3 already'
expect_equal "again" "$(hash ba.db)" "$(hash ab.db)"
expect_exit 0 "$DOTREC" merge -q -d a.db b.db
expect_equal "into a source" "$(hash ba.db)" "$(hash a.db)"
expect_equal "repeats" 126 "$(ask a.db 'SELECT count(*) FROM v_sample')"
expect_exit 0 "$DOTREC" report -q -d a.db -r first -o report course

# a run that differs between two databases is named and left as it is; the others are
# merged
cp b.db c.db
ask c.db 'UPDATE sample SET start_ns = start_ns + 1 WHERE repeat = 0'
uuid=$(ask b.db 'SELECT uuid FROM run')
record --label third
cp ab.db abx.db
expect_exit 0 "$DOTREC" merge -q -d abx.db x.db
expect_exit 5 "$DOTREC" merge -d ab.db c.db x.db
expect_text err "run $uuid in 'c.db'" "the run stays as it is in 'ab.db'" \
	'1 run added' '1 conflict;'
expect_equal "after a conflict" "$(hash abx.db)" "$(hash ab.db)"
expect_exit 5 "$DOTREC" merge -d new.db b.db c.db x.db
expect_text err "run $uuid in 'c.db'" '2 runs added' '1 conflict;'
expect_equal "runs in spite of a conflict" 2 "$(ask new.db 'SELECT count(*) FROM run')"
rm new.db

# no database is created if a source is missing or damaged
expect_exit 7 "$DOTREC" merge -d new.db b.db nosuch.db
expect_equal "files" '' "$(find . -name 'new.db*')"
ask x.db 'PRAGMA ignore_check_constraints = ON;
	UPDATE sample SET status = NULL WHERE 0;
	UPDATE cell SET planned = 0'
expect_exit 7 "$DOTREC" merge -d new.db b.db x.db
expect_equal "files" '' "$(find . -name 'new.db*')"

ask x.db 'PRAGMA user_version = 1'
expect_exit 7 "$DOTREC" merge -d ab.db x.db
expect_text err "'dotrec upgrade -d x.db'"
expect_exit 2 "$DOTREC" merge -d ab.db
