#!/bin/sh
# Checks of the same nights at the same time all succeed, and say the same; each night
# is judged once.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,workers,repeats\nserial shm,1000..1400+100,2,6\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d base.db plan.csv
nights base.db 60
for try in 1 2 3; do
	rm -f x.db*
	cp base.db x.db
	for check in a b c d; do
		{
			code=0
			"$DOTREC" check -q -d x.db >out.$check 2>err.$check || code=$?
			echo $code >code.$check
		} &
	done
	wait
	for check in a b c d; do
		expect_empty err.$check
		expect_equal "exit code of check $check, try $try" "$(cat code.a)" \
			"$(cat code.$check)"
		cmp out.a out.$check || fail "check $check says something else"
	done
	expect_equal "nights judged" 60 "$(ask x.db 'SELECT count(DISTINCT run_id)
		FROM verdict')"
done
