#!/bin/sh
# The first line of every view and query in sql/ says what one row of it is.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"

wrong=0 count=0
for sql in "$top_srcdir"/sql/view/*.sql "$top_srcdir"/sql/query/*.sql; do
	count=$((count + 1))
	head -n 1 "$sql" | grep -Eq '^-- .*[Oo]ne row( per|:|,| a )' || {
		echo "${sql#"$top_srcdir"/}: the first line does not say what" \
			"one row is ('-- One row per ...')"
		wrong=1
	}
done
echo "$count files"
[ "$count" -gt 1 ] && [ "$wrong" -eq 0 ]
