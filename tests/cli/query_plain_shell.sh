#!/bin/sh
# Every canned query also works in the plain sqlite3 shell and gives the same rows.
. "${0%/*}/lib.sh"
need_extension

record
expect_exit 0 "$DOTREC" check -d x.db
expect_exit 0 "$DOTREC" accept '*' --reason 'a test' -d x.db
for sql in "$top_srcdir"/sql/query/*.sql; do
	name=$(basename "$sql" .sql)
	case $(head -n 1 "$sql") in
	*'Needs dotrec_stats'*) echo ".load $top_builddir/dotrec_stats" ;;
	*'Needs dbstat'*)
		ask x.db 'SELECT 1 FROM dbstat' >out 2>&1 || continue ;;
	esac >script
	cat "$sql" >>script
	ask -csv x.db <script >answer 2>err || fail "query $name"
	expect_empty err
	tr -d '\r' <answer >plain
	expect_exit 0 "$DOTREC" query "$name" -d x.db --format csv
	expect_equal "rows of $name" "$(($(wc -l <out) - 1))" "$(wc -l <plain)"
	[ -s plain ] || head -n 1 "$sql" | grep -q 'lways empty\|mpty where' ||
		fail "no row from query $name"
done
