#!/bin/sh
# 'dotrec query --sql' answers a SELECT, and knows median().
. "${0%/*}/lib.sh"

record
expect_exit 0 "$DOTREC" query -d x.db --format csv --sql '
	SELECT median(column1) AS odd, typeof(median(column1)) AS type
	FROM (VALUES (3), (1.5), (NULL), (100)) -- an end'
printf 'odd,type\n3,real\n' | cmp - out || fail "wrong median of an odd number of values"
expect_exit 0 "$DOTREC" query -d x.db --format csv --sql '
	SELECT median(column1) AS even FROM (VALUES (4), (1), (2), (100));'
printf 'even\n3\n' | cmp - out || fail "wrong median of an even number of values"
expect_exit 0 "$DOTREC" query -d x.db --format csv --sql \
	'SELECT median(n) IS NULL AS none FROM run JOIN series ON 0'
printf 'none\n1\n' | cmp - out || fail "the median of no values is not NULL"
expect_exit 2 "$DOTREC" query -d x.db --sql "SELECT median('x')"
expect_text err 'median(): text is not a number'

# the stored medians equal those computed from the samples
expect_exit 0 "$DOTREC" query -d x.db --format csv --sql '
	SELECT count(*) AS cells, total(m.median_ns = s.median_ns) AS equal
	FROM (SELECT cell_id, median(1.0 * total_ns / calls) AS median_ns
		FROM v_sample GROUP BY cell_id) AS m JOIN v_summary AS s
	USING (cell_id)'
printf 'cells,equal\n9,9\n' | cmp - out || fail "median() differs from the stored medians"

expect_exit 2 "$DOTREC" query -d x.db --sql 'SELECT * FROM nosuch'
expect_text err 'no such table: nosuch'
