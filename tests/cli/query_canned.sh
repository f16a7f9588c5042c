#!/bin/sh
# Every canned query that 'dotrec list queries' names answers with rows, or never does.
. "${0%/*}/lib.sh"

record
expect_exit 0 "$DOTREC" check -d x.db
expect_exit 0 "$DOTREC" accept '*' --reason 'a test' -d x.db
expect_exit 0 "$DOTREC" list queries
sed 1,2d out >queries
for sql in "$top_srcdir"/sql/query/*.sql; do
	basename "$sql" .sql
done >names
sed 's/ .*//' queries | cmp - names || fail "not the files of sql/query"
while read -r name what; do
	set -- query "$name" -d x.db
	case $what in
	*'Parameters: run=RUN.'*) set -- "$@" run=last ;;
	esac
	expect_exit 0 "$DOTREC" "$@"
	expect_empty err
	case $what in
	*'lways empty'*) expect_equal "rows of $name" 2 "$(wc -l <out)" ;;
	*) [ "$(wc -l <out)" -ge 3 ] || fail "no row from query $name" ;;
	esac
done <queries
