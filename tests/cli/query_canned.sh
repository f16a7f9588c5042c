#!/bin/sh
# Every canned query of 'dotrec list queries' takes exactly the parameters that its
# description names, and returns rows unless the description says that it may not.
. "${0%/*}/lib.sh"

record
expect_exit 0 "$DOTREC" check -d x.db
expect_exit 0 "$DOTREC" accept '*' --reason 'a test' -d x.db
expect_exit 0 "$DOTREC" list queries
sed 1,2d out >queries
for sql in "$top_srcdir"/sql/query/*.sql; do
	basename "$sql" .sql
done >names
sed 's/ .*//' queries | cmp - names || fail "the list differs from the files of sql/query"
[ "$(wc -l <names)" -ge 25 ] || fail "fewer than 25 queries"
while read -r name what; do
	set -- query "$name" -d x.db
	# Parameters: key=KIND, ...
	for parameter in $(echo "$what" | sed -n 's/.*Parameters: \([^.]*\)\..*/\1/p' | tr -d ,); do
		case ${parameter#*=} in
		RUN) value=last ;;
		SERIES) value=shm/native/f64/2000/2x1 ;;
		PATTERN) value='*/2000/*' ;;
		STRATEGY) value=shm ;;
		SIZE) value=2000 ;;
		COUNT) value=3 ;;
		*) fail "query $name: parameter '$parameter'" ;;
		esac
		set -- "$@" "${parameter%%=*}=$value"
	done
	sed "s/--.*//; s/'[^']*'//g" "$top_srcdir/sql/query/$name.sql" |
		grep -o ':[a-z][a-z]*' | sort -u >takes
	printf '%s\n' "$@" | sed -n '5,$s/^\([a-z]*\)=.*/:\1/p' | sort |
		cmp -s - takes || fail "query $name takes other parameters than described: $what"
	case $what in
	*'Needs dbstat'*)
		ask x.db 'SELECT 1 FROM dbstat' >out 2>&1 || continue ;;
	esac
	expect_exit 0 "$DOTREC" "$@"
	expect_empty err
	case $what in
	*'lways empty'*) expect_equal "rows of $name" 2 "$(wc -l <out)" ;;
	*'mpty where'*) ;;
	*) [ "$(wc -l <out)" -ge 3 ] || fail "no row from query $name" ;;
	esac
done <queries
