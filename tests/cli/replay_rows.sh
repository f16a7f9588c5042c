#!/bin/sh
# A replay prints one row per series and night, in the order of the input.
. "${0%/*}/lib.sh"

# two series, night by night; b gets 10 % slower at night 30; a lacks night 5
awk 'BEGIN {
	print "night,value,series,note"
	for (i = 0; i < 45; i++) {
		wave = 1 + 0.01 * ((i * 7) % 5 - 2) / 2
		printf "n%d,%s,a,\n", i, i == 5 ? "" : 100 * wave
		printf "n%d,%g,\"b,c\",x\n", i, (i < 30 ? 50 : 55) * wave
	}
}' >in.csv
expect_exit 0 "$DOTREC" replay in.csv
expect_empty err
expect_equal header 'series,night,verdict,since,effect,p,total' "$(head -n 1 out)"
expect_equal rows 91 "$(wc -l <out | tr -d ' ')"
expect_equal order "$(awk 'BEGIN { for (i = 0; i < 45; i++)
	printf "a,n%d\n\"b,c\",n%d\n", i, i }')" \
	"$(tail -n +2 out | sed 's/^\(".*"\|[^",]*\),\([^,]*\),.*/\1,\2/')"
expect_text out 'a,n5,not measured,,,' 'a,n3,not enough nights,,,' \
	'a,n40,no change seen,,'
expect_equal 'the change' 1 "$(grep -c '^"b,c",n3[0-9],regressed,n30,0\.' out)"
expect_equal 'changes in all' 1 "$(grep -c 'regressed\|improved' out)"

# a second replay gives the same bytes, and each series is judged by itself
cp out first
expect_exit 0 "$DOTREC" replay in.csv
cmp -s first out || fail 'a second replay differs'
grep -v '^n[0-9]*,[^,]*,"' in.csv >alone.csv
expect_exit 0 "$DOTREC" replay alone.csv
grep -v '^"b' first | cmp -s - out || fail 'a depends on b'

# the levels, found in the whole history afterwards
expect_exit 0 "$DOTREC" replay --levels in.csv
expect_equal levels "series,from,to,nights,median,effect,remark
a,n0,n44,44,100,,
\"b,c\",n0,n29,30,50,,
\"b,c\",n30,n44,15,55,0.1," "$(cat out)"
expect_exit 0 "$DOTREC" replay --levels --inject -50% alone.csv
expect_equal 'levels with a step' 3 "$(wc -l <out | tr -d ' ')"
expect_exit 2 "$DOTREC" replay --levels --calibrate in.csv
expect_text err '--levels and --calibrate'
