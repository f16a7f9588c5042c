#!/bin/sh
# The JSON of every canned query is valid, has one value per row, and keeps all digits.
. "${0%/*}/lib.sh"
long_test
need sqlite3

record --label 'a "b" \ é'
for sql in "$top_srcdir"/sql/query/*.sql; do
	name=$(basename "$sql" .sql)
	expect_exit 0 "$DOTREC" query "$name" -d x.db --format csv
	rows=$(($(wc -l <out) - 1))
	expect_exit 0 "$DOTREC" query "$name" -d x.db --format json
	expect_equal "$name: valid, and rows" "1|$rows" "$(
		ask :memory: "SELECT json_valid(j), json_array_length(j)
			FROM (SELECT CAST(readfile('out') AS TEXT) AS j)")"
	expect_exit 0 "$DOTREC" query "$name" -d x.db --format jsonl
	expect_equal "$name: lines" "$rows" "$(wc -l <out)"
done

# a double is written and read back as the same double
expect_exit 0 "$DOTREC" query summary -d x.db --format json
expect_equal "cells, and equal medians" '9|9' "$(
	ask x.db "SELECT count(*), sum(median_ns = e.value ->> 'median_ns')
		FROM json_each(CAST(readfile('out') AS TEXT)) AS e
		JOIN v_summary ON series = e.value ->> 'series'")"
expect_exit 0 "$DOTREC" query runs -d x.db --format json
expect_equal "label" 'a "b" \ é' "$(ask :memory: \
	"SELECT CAST(readfile('out') AS TEXT) ->> '\$[0].label'")"
