#!/bin/sh
# The dashboard of contrib/grafana is JSON, its expressions are PromQL, and each names only
# metrics and labels that 'nightly --metrics' writes; every metric is on it.
. "${0%/*}/lib.sh"
need sqlite3 gnuplot

dashboard=$top_srcdir/contrib/grafana/dotrec.json
printf 'strategy,n,workers,repeats\nserial shm,1000,2,6\n' >plan.csv
expect_exit 0 "$DOTREC" nightly -d x.db -m x.prom plan.csv

# expressions: those of the panels, and those that fill the variables
ask :memory: "SELECT replace(value, char(10), ' ') FROM json_tree(readfile('$dashboard'))
	WHERE key IN ('expr', 'definition')" >expressions 2>err || fail "not JSON"
[ "$(grep -c . expressions)" -ge 10 ] || fail "too few expressions"
expect_equal "panels without a title, a place or a target" 0 "$(ask :memory: "
	SELECT count(*) FROM json_each(readfile('$dashboard'), '\$.panels') AS p
	WHERE p.value ->> 'title' IS NULL OR p.value ->> '\$.gridPos.w' IS NULL
	   OR p.value ->> '\$.targets[0].expr' IS NULL")"
expect_equal "numbers of panels that occur twice" '' "$(ask :memory: "
	SELECT p.value ->> 'id' FROM json_each(readfile('$dashboard'), '\$.panels') AS p
	GROUP BY 1 HAVING count(*) > 1")"

sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' x.prom | sort >written
grep -o 'dotrec_[a-z_]*' expressions | sort -u >named
expect_equal "metrics that are not written" '' "$(comm -13 written named | paste -s -d ' ' -)"
# when a night began is for queries of one's own
expect_equal "metrics that are not shown" dotrec_night_started_timestamp_seconds \
	"$(comm -23 written named | paste -s -d ' ' -)"

# labels: `instance` is that of Prometheus; effects have theirs where there are any
{
	grep -o '[a-z]*=' x.prom
	echo 'instance='
} | sort -u >labels
grep -oE '[{,][a-z]+(=~|!~|!=|=)' expressions | grep -oE '[a-z]+' | sed 's/$/=/' | sort -u >used
expect_equal "labels that are not written" '' "$(comm -13 labels used | paste -s -d ' ' -)"

if command -v promtool >/dev/null; then
	{
		printf 'groups:\n- name: dashboard\n  rules:\n'
		grep -v '^label_values' expressions |
			awk '{ print "  - record: a" NR "\n    expr: >-\n      " $0 }'
	} >rules.yml
	promtool check rules rules.yml >out 2>err || fail "an expression is not PromQL"
	expect_text out "$(grep -c record rules.yml) rules found"
else
	echo "skipped: no promtool (Debian: prometheus)"
fi
