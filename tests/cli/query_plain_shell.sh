#!/bin/sh
# Every canned query also runs in the plain sqlite3 shell, with the same rows.
. "${0%/*}/lib.sh"
need sqlite3

record
expect_exit 0 "$DOTREC" check -d x.db
expect_exit 0 "$DOTREC" accept '*' --reason 'a test' -d x.db
for sql in "$top_srcdir"/sql/query/*.sql; do
	name=$(basename "$sql" .sql)
	ask -csv x.db <"$sql" | tr -d '\r' >plain || fail "query $name"
	expect_exit 0 "$DOTREC" query "$name" -d x.db --format csv
	expect_equal "rows of $name" "$(($(wc -l <out) - 1))" "$(wc -l <plain)"
	[ -s plain ] || grep -q 'Always empty' "$sql" || fail "no row from query $name"
done
