#!/bin/sh
# The control kernels run before each block and after the last one.
. "${0%/*}/lib.sh"
need sqlite3 taskset

printf 'strategy,n,repeats\nserial,1000 2000 3000,6\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
expect_equal "of each kind" 'chain|20 empty|20 stream|20 ' "$(ask x.db \
	"SELECT name, samples FROM v_control WHERE name <> 'distance'
	ORDER BY 1" | tr '\n' ' ')"
# looks DB: prints the kinds of all controls. A look is 15 controls, then one distance
# unless the second CPU was busy.
looks() {
	ask "$1" "SELECT group_concat(substr(name, 1, 1), '') FROM
		(SELECT name FROM control ORDER BY number)"
}
look='c{5}s{5}e{5}'
looks x.db | grep -qE "^($look(d)?){4}\$" || fail "not four looks: $(looks x.db)"
seen_one() {
	rm -f y.db*
	"$DOTREC" run -q -d y.db plan.csv
	looks y.db | grep -q d
}
if [ "$(nproc)" -gt 1 ]; then
	wait_until seen_one
	cpu=$(taskset -cp $$ | sed 's/.*: *//; s/[-,].*//')
	expect_exit 0 taskset -c "$cpu" "$DOTREC" run -q -d z.db plan.csv
fi
[ -e z.db ] || cp x.db z.db
looks z.db | grep -qE "^($look){4}\$" || fail "a distance with one CPU: $(looks z.db)"
expect_equal "in order" 0 "$(ask x.db 'SELECT count(*) FROM control AS a
	JOIN control AS b ON b.number = a.number + 1 WHERE b.start_ns < a.start_ns')"
expect_equal "an empty interval takes more than 0 ns" 1 "$(ask x.db "SELECT min_ns > 0
	FROM v_control WHERE name = 'empty'")"
