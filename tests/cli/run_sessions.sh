#!/bin/sh
# From six sessions on, medians and intervals are over sessions, and the output says so.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,workers,repeats\nserial shm,1000,2,7\n' >plan.csv
expect_exit 0 "$DOTREC" run -q --sessions 6 -d x.db plan.csv
expect_exit 0 "$DOTREC" run -q --sessions 5 -d x.db plan.csv

# over RUN QUERY: prints what the intervals are over, according to the query
over() {
	"$DOTREC" query "$2" "run=$1" -d x.db --format csv | tr -d '\r' |
		sed -e 1d -e 's/.*,//' | sort -u
}
expect_equal "six" '6 sessions' "$(over 1 speedup)"
expect_equal "six, of times" '6 sessions' "$(over 1 summary)"
expect_equal "five" 'rounds within this run' "$(over 2 speedup)"
expect_equal "five, of times" 'repeats within this run' "$(over 2 summary)"
# the interval is that of the least and the greatest of six medians: level 1 - 2/2^6
expect_equal "level" '0.96875|1' "$(ask x.db 'SELECT level,
	low_speedup_ratio <= speedup_ratio AND speedup_ratio <= high_speedup_ratio
	FROM v_speedup WHERE run_id = 1')"
for run in 1 2; do
	expect_exit 0 "$DOTREC" report --text -r $run -d x.db speedup efficiency time
	tr '\n' ' ' <out >line # the words may be on two lines
	expect_text line "intervals over $(over $run speedup)"
	expect_exit 0 "$DOTREC" report --text -r $run -d x.db breakeven
	tr '\n' ' ' <out >line
	expect_text line "over $(over $run speedup)"
done

# a pause lies between the sessions
expect_exit 0 "$DOTREC" run -q --sessions 2 --pause 1 -d x.db plan.csv
expect_equal "apart" 1 "$(ask x.db 'SELECT min(start_ns) FILTER (WHERE round >= 7)
	- max(start_ns) FILTER (WHERE round < 7) >= 1000000000
	FROM v_sample WHERE run_id = 3')"
for bad in 0 3601 x; do
	expect_exit 2 "$DOTREC" run --pause "$bad" -d x.db plan.csv
done
