#!/bin/sh
# Imported sources never hide each other's nights. A table continues the history of an
# earlier file with the same series that agrees with it, else it is a source of its own;
# --source decides otherwise. 'import' tells how many nights its rows make.
. "${0%/*}/lib.sh"
need sqlite3

# table FACTOR FILE: 24 nights of a job, with times around 10 ms * FACTOR
table() {
	awk -v factor="$1" 'BEGIN { print "night,job,ms"
		for (i = 1; i <= 24; i++)
			printf "2026-01-%02d,sort,%g\n", i, factor * (10 + i % 3) }' >"$2"
}
# import FILE [OPTION...]: imports the table into x.db
import() {
	expect_exit 0 "$DOTREC" import -d x.db --map series=job,time=ms,date=night,unit=ms \
		"$@"
}
# histories: prints the sources, with their nights and the sum of their medians
histories() {
	ask x.db "SELECT r.origin, count(*), CAST(sum(u.median_ns) / 1e6 AS INTEGER)
		FROM v_night AS n JOIN run AS r ON r.id = n.run_id
		JOIN cell AS c ON c.run_id = r.id JOIN summary AS u ON u.cell_id = c.id
		GROUP BY 1 ORDER BY 1"
}
table 1 here.csv
table 3 there.csv
import here.csv
expect_text err "'here.csv': 24 rows make 24 runs and 24 nights"
! grep -q 'last finished' err || fail "told of runs that are no nights"
import there.csv
expect_equal "two files" 'here.csv|24|264
there.csv|24|792' "$(histories)"
expect_exit 0 "$DOTREC" check -d x.db
expect_text out 'night 24' 'no change seen: 1 of 1'
expect_exit 0 "$DOTREC" check "$(ask x.db "SELECT id FROM run
	WHERE external = 'here.csv' ORDER BY started_utc DESC LIMIT 1")" -d x.db
expect_text out 'night 24' 'no change seen: 1 of 1'

# several runs of a date: the last one counts, and import says so
{
	echo night,job,ms
	echo 2026-01-25 07:00:00,sort,31
	echo 2026-01-25 08:00:00,sort,32
	echo 2026-01-25 08:00:00,sort,34
	echo 2026-01-26 08:00:00,sort,33
} >later.csv
import later.csv --source there.csv
expect_text err "'later.csv': 4 rows make 3 runs and 2 nights; a night is the last" \
	'3 runs added'
expect_equal "a file more of a source" 'here.csv|24|264
there.csv|26|858' "$(histories)"
import later.csv --source there.csv
expect_text err '4 rows make 3 runs and 2 nights' '0 runs added'
cp x.db aside.db
import later.csv # the same, as it agrees with the history of that source
expect_text err '4 rows make 3 runs and 2 nights' '0 runs added' '3 already stored'
! grep -q 'earlier nights' err || fail "told of nights that still count"
# a file of the same name is the same source; what it hides is told
mkdir elsewhere
sed 's/,33$/,35/' later.csv >elsewhere/later.csv
import elsewhere/later.csv
expect_text err "warning: 1 earlier nights do not count any more, because" \
	"'elsewhere/later.csv' has later runs" '1 run added' '--source NAME'
mv aside.db x.db
rm -f x.db-wal x.db-shm
expect_exit 2 "$DOTREC" import -d x.db later.csv --source ''

# sources stay apart where their runs travel, and the content is the same
expect_exit 0 "$DOTREC" export --all -q -d x.db --format jsonl -o x.jsonl
expect_exit 0 "$DOTREC" import -d y.db x.jsonl
expect_text err ' runs and 50 nights; a night is'
for db in x y; do
	"$DOTREC" status --hash -d $db.db --now 2026-03-01T00:00:00Z
done >hashes
expect_equal "hashes" 1 "$(sort -u hashes | wc -l)"
mv y.db x2.db
expect_equal "histories of the copy" "$(histories)" "$(mv x.db z.db; mv x2.db x.db
	histories)"
rm -f x.db
mv z.db x.db

# files that people import one after the other
rm -f x.db
{
	echo night,job,ms
	echo 2025-02-01,sort,20
	echo 2025-02-02,sort,20.2
} >later_first.csv
printf 'night,job,ms\n2025-01-01,sort,10\n2025-01-02,sort,10.1\n' >earlier_second.csv
printf 'night,job,ms\n2025-01-01,hash,3.1\n2025-01-02,hash,3\n' >other_series.csv
printf 'night,job,ms\n2025-01-01,sort,11\n2025-01-02,sort,10.1\n' >other_values.csv
for table in later_first earlier_second other_series other_values; do
	import $table.csv
	expect_text err '2 rows make 2 runs and 2 nights' '2 runs added'
	! grep -q 'earlier nights' err || fail "$table.csv hides nights"
done
expect_equal "four files, three histories" 'later_first.csv|4|60
other_series.csv|2|6
other_values.csv|2|21' "$(histories)"
expect_equal "in the order of dates" '10.0 10.1 20.0 20.2' "$(ask x.db "
	SELECT group_concat(round(median_ns / 1e6, 1), ' ') FROM (SELECT u.median_ns
	FROM v_night_until AS n JOIN v_summary AS u ON u.run_id = n.run_id
	WHERE n.until_id = (SELECT id FROM run WHERE started_utc LIKE '2025-02-02%')
	ORDER BY n.started_utc)")"
# a table that grows, by other names and by its own
rm -f x.db
head -n 3 there.csv >grows_1.csv
head -n 4 there.csv >grows_2.csv
import grows_1.csv
import grows_2.csv
expect_text err '3 rows make 3 runs and 3 nights' '1 run added' '2 already stored'
head -n 6 there.csv >grows_2.csv
import grows_2.csv
expect_text err '5 rows make 5 runs and 5 nights' '2 runs added' '3 already stored'
import grows_1.csv
expect_text err '2 rows make 2 runs and 2 nights' '0 runs added' '2 already stored'
expect_equal "one history that grows" 'grows_1.csv|5' "$(histories | cut -d '|' -f 1,2)"

# a database of schema 6, in which all shared a machine: the upgrade tells those apart
# that have dates in common, and tables go on with their histories
rm -f x.db
import here.csv
import there.csv
for day in 01 02 03; do
	printf 'night,job,ms\n2026-02-%s,daily,5\n' $day >daily$day.csv
	[ $day = 03 ] || import daily$day.csv
done
cat "$top_srcdir"/sql/schema/000[1-6]-*.sql >old.sql
{
	cat old.sql
	echo 'PRAGMA application_id = 1685349731; PRAGMA user_version = 6;'
	echo "ATTACH 'x.db' AS x;
	INSERT INTO machine (id, key, cpu_model, architecture, cpus, numa_nodes,
		l1d_bytes, l2_bytes, l3_bytes, memory_bytes)
	VALUES (77, 'external', 'external', 'unknown', 0, 0, 0, 0, 0, 0);"
	for table in series run cell sample summary; do
		columns=$(sqlite3 -batch -init /dev/null :memory: ".read old.sql" \
			"SELECT group_concat(name) FROM pragma_table_info('$table')")
		values=$(echo "$columns" | sed 's/machine_id/77/; s/build_id/NULL/')
		echo "INSERT INTO $table ($columns) SELECT $values FROM x.$table;"
	done
} | sqlite3 -batch -init /dev/null old.db
expect_equal "before" 1 "$(ask old.db 'SELECT count(DISTINCT machine_id) FROM run')"
mv old.db x.db
rm -f x.db-wal x.db-shm
expect_exit 0 "$DOTREC" upgrade -d x.db
expect_equal "upgraded" '|2|10
here.csv|24|264
there.csv|24|792' "$(histories)"
import here.csv
expect_text err '24 rows make 24 runs and 24 nights' '24 already stored'
import daily03.csv
expect_text err '1 run added'
expect_equal "gone on with" '|3|15
here.csv|24|264
there.csv|24|792' "$(histories)"
"$DOTREC" export --all -q -d x.db --format csv -o x.csv
expect_exit 0 "$DOTREC" import -d y2.db x.csv
expect_equal "travelled" "$(histories)" "$(mv x.db z.db; mv y2.db x.db; histories)"
