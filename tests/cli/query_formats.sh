#!/bin/sh
# The formats table, csv, tsv, json, jsonl and markdown write the same values.
. "${0%/*}/lib.sh"

record
sql="SELECT 7 AS i, 0.1 + 0.2 AS r, NULL AS none, x'00ff' AS b,
		'a\"b|c,' || char(9, 10) || '\\é' AS t
	UNION ALL SELECT -9223372036854775807, 1e300, 1e999, x'', ''"
for format in table csv tsv json jsonl markdown; do
	expect_exit 0 "$DOTREC" query -d x.db --format $format --sql "$sql"
	expect_empty err
	printf '%s\n' "$format:" | cat - out >>all
done
cmp all "$top_srcdir/tests/golden/query_formats.txt" || {
	cp all out
	fail "not the bytes of tests/golden/query_formats.txt"
}
expect_exit 0 "$DOTREC" query -d x.db --sql 'SELECT 7 AS i'
mv out table
expect_exit 0 "$DOTREC" query -d x.db --format table --sql 'SELECT 7 AS i'
cmp out table || fail "the default format is not 'table'"
expect_exit 2 "$DOTREC" query runs -d x.db --format xml
expect_text err "unknown format 'xml'" jsonl

# values for people have the unit that the name of their column ends in
sql="SELECT 8329490 AS cold_ns, 1024 AS sent_bytes_per_call, NULL AS low_ns"
for format in table markdown; do
	expect_exit 0 "$DOTREC" query -d x.db --format $format --sql "$sql"
	expect_text out '8.33 ms' '1.00 KiB' 'cold ' 'sent_per_call' 'low'
	! grep -q '_ns\|bytes' out || fail "a unit besides that of the values"
done
expect_exit 0 "$DOTREC" query -d x.db --format csv --sql "$sql"
expect_equal "for programs" 'cold_ns,sent_bytes_per_call,low_ns
8329490,1024,' "$(cat out)"
expect_exit 0 "$DOTREC" query -d x.db payback
! grep -q '[0-9]e+\|_ns' out || fail "nanoseconds as they are"
# seconds, which pictures are drawn from, are no second column beside ns
expect_exit 0 "$DOTREC" query -d x.db --sql \
	"SELECT 0.5 AS wait_s, 500000000 AS wait_ns, 1 AS accepted, 0.25 AS accepted_s"
expect_equal "seconds" '  wait  accepted  accepted_s
------  --------  ----------
500 ms         1      250 ms' "$(cat out)"
