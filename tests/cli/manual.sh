#!/bin/sh
# The manual has a page for every command, with the options that --help prints; every
# table, view and column; every column of a plan, strategy and kernel; and its examples
# are understood.
# To write dotrec-db.5 again after a change of the schema: DOTREC_UPDATE_MAN=1 sh THIS_TEST
. "${0%/*}/lib.sh"
need sqlite3
pages=$top_builddir/doc/man sources=$top_srcdir/doc/man

# plain FILE: without the escapes of troff
plain() {
	sed 's/\\f[BIR]//g; s/\\-/-/g; s/\\(ti/~/g; s/\\&//g; s/\\e/\\/g' "$1"
}

commands=$("$DOTREC" complete -- '' | cut -f1 | grep -vx -e help -e version)
if [ -e "$pages/dotrec.1" ]; then
	for command in $commands; do
		page=$pages/dotrec-$command.1
		[ -s "$page" ] || fail "there is no page of $command"
		expect_equal "options of $command" \
			"$("$DOTREC" complete -- "$command" -- | cut -f1)" \
			"$(plain "$page" | sed -n '/^\.SH OPTIONS/,/^\.SH E/s/^\(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p')"
		plain "$page" >text
		expect_text text '.SH NAME' '.SH SYNOPSIS' '.SH DESCRIPTION' '.SH EXAMPLES' '.SH SEE ALSO'
		plain "$pages/dotrec.1" | grep -q "dotrec-$command (1)" || fail "dotrec.1 leaves out $command"
	done
	if command -v groff >/dev/null; then
		groff -man -ww -z "$pages"/*.1 "$sources"/*.[57] >out 2>err || fail "groff"
		expect_empty out err
	else
		echo "skipped: groff is not installed"
	fi
else
	echo "skipped: the program was built for another machine, and its pages were not"
fi

# the database
sqlite3 -batch -init /dev/null schema.db <"$top_srcdir/sql/schema.sql" >out 2>&1 || :
ask schema.db "SELECT m.type, m.name, c.name, c.type
	FROM sqlite_master AS m JOIN pragma_table_xinfo(m.name) AS c
	WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%'
	ORDER BY m.type, m.name, c.cid" >columns
[ "$(wc -l <columns)" -gt 300 ] || fail "the columns are not all there"
awk -f "$sources/db.awk" "$top_srcdir/sql/schema.sql" "$sources/view-columns.txt" \
	"$top_srcdir"/sql/view/*.sql columns >dotrec-db.5 2>err || fail "dotrec-db.5"
[ -z "${DOTREC_UPDATE_MAN-}" ] || cp dotrec-db.5 "$sources/dotrec-db.5"
cmp dotrec-db.5 "$sources/dotrec-db.5" ||
	fail "dotrec-db.5 is old: DOTREC_UPDATE_MAN=1 sh tests/cli/manual.sh writes it again"

# plans and names
printf 'nosuch\n' >plan.csv
"$DOTREC" plan plan.csv >out 2>err || :
columns=$(sed -n 's/.*known are: *//p' err)
expect_text err cell_timeout_ms
for column in $columns; do
	grep -qx "\.B $column" "$sources/dotrec-plan.5" || fail "dotrec-plan.5 leaves out $column"
done
plain "$sources/dotrec-series.7" >text
for name in $("$DOTREC" list strategies | awk 'NR > 2 && $1 !~ /:/ { print $1 }') \
	$("$DOTREC" list kernels | awk 'NR > 2 { print $1 }'); do
	grep -Eq "^\.BR? $name( ,)?\$" text || fail "dotrec-series.7 leaves out $name"
done

# the examples
printf 'strategy,n,repeats\nserial shm,1000,2\n' >plan.csv
printf 'N,serial,parallel\n1000,1e-6,2e-4\n2000,2e-6,2e-4\n' >course.csv
printf 'series,night,value\na,1,1\na,2,1\n' >history.csv
printf '{"results": [{"command": "true", "times": [0.1, 0.2]}]}' >results.json
printf 'night,job,size,ms\n2025-01-01,sort,10,1.5\n' >any.csv
for label in first second; do
	"$DOTREC" run -q --label $label plan.csv >out 2>err || fail "the run"
done
cp dotrec.db one.db
cp dotrec.db two.db
PATH=$top_builddir:$PATH
for page in "$sources"/*.roff; do
	plain "$page" | sed -n '/^\.SH EXAMPLES/,/^\.SH [^E]/s/^\.B dotrec/dotrec/p' >examples
	[ -s examples ] || fail "${page##*/} has no example"
	while read -r example; do
		case $example in # of what needs time, nights or a second machine, only the words are read
		'dotrec run'* | 'dotrec nightly'* | *--same-machine* | *--calibrate*) example="$example --help" ;;
		esac
		code=0
		sh -c "$example" >out 2>err </dev/null || code=$?
		[ $code -ne 2 ] || fail "${page##*/}: $example"
	done <examples
done
