#!/bin/sh
# Every view works in the plain sqlite3 shell.
. "${0%/*}/lib.sh"
need sqlite3

record
expect_exit 0 "$DOTREC" check -d x.db
expect_exit 0 "$DOTREC" accept '*' --reason 'a test' -d x.db
for sql in "$top_srcdir"/sql/view/*.sql; do
	basename "$sql" .sql
done >names
ask x.db "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY 1" |
	cmp - names || fail "not the views of sql/view"
while read -r view; do
	ask -header x.db "SELECT * FROM $view" >out 2>err </dev/null ||
		fail "view $view"
	expect_empty err
	case $view in
	v_contradiction) expect_empty out ;;
	*) [ "$(wc -l <out)" -gt 1 ] || fail "no row in $view" ;;
	esac
done <names
