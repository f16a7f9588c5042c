#!/bin/sh
# A canned query reads no samples of other runs, unless its first line says so.
. "${0%/*}/lib.sh"
long_test
need_extension

record
record
cp x.db pruned.db
ask pruned.db 'DELETE FROM sample WHERE cell_id IN
	(SELECT id FROM cell WHERE run_id = 1)'
root=$(ask x.db "SELECT rootpage FROM sqlite_schema WHERE name = 'sample'")

# steps DB QUERY: prints how many steps of its virtual machine SQLite takes
steps() {
	printf '%s\n' ".load $top_builddir/dotrec_stats" '.stats vmstep' \
		".read $2" | ask "$1" | sed -n 's/^VM-steps: *//p'
}

# scans QUERY: whether the query reads the whole table `sample`. EXPLAIN QUERY PLAN
# would name the alias, so this looks for instructions that walk a cursor opened at
# the table's root page.
scans() {
	printf '%s\n' ".load $top_builddir/dotrec_stats" '.explain off' \
		EXPLAIN |
		cat - "$1" | ask x.db |
		awk -F'|' -v root="$root" '
			$2 == "OpenRead" && $4 == root { sample[$3] = 1 }
			$2 ~ /^(Rewind|Last|Count)$/ { walked[$3] = 1 }
			END {
				for (cursor in sample)
					if (cursor in walked) exit 0
				exit 1
			}'
}

count=0 everything=0
for sql in "$top_srcdir"/sql/query/*.sql; do
	name=$(basename "$sql" .sql)
	case $(head -n 1 "$sql") in
	*'Reads every sample.'*)
		all=yes everything=$((everything + 1)) ;;
	*'Needs dbstat'*) continue ;; # it reads pages, not samples
	*) all=no ;;
	esac
	here=$(steps x.db "$sql") there=$(steps pruned.db "$sql")
	case $here,$there in
	,* | *,) fail "no steps of query $name" ;;
	esac
	case $all in
	no)
		! scans "$sql" || fail "query $name scans the table 'sample'"
		expect_equal "steps of $name, without the other run's samples" \
			"$here" "$there" ;;
	yes)
		[ "$here" -gt "$there" ] ||
			fail "query $name does not read every sample" ;;
	esac
	count=$((count + 1))
done
echo "$count queries"

# what the test itself can see
echo 'SELECT max(total_ns) FROM sample;' >bad.sql
scans bad.sql || fail "a scan is not seen"
[ "$(steps x.db bad.sql)" -gt "$(steps pruned.db bad.sql)" ] ||
	fail "steps do not count rows"
[ "$everything" -ge 2 ] || fail "no query reads every sample"
