#!/bin/sh
# 'replay' finds an injected step; a calibration reports the delay and false alarms.
. "${0%/*}/lib.sh"

awk 'BEGIN {
	print "series,night,value"
	srand(5)
	for (s = 0; s < 5; s++)
		for (i = 0; i < 60; i++)
			printf "s%d,%d,%g\n", s, i, 100 + 2 * rand() + 2 * rand()
}' >in.csv
expect_exit 0 "$DOTREC" replay in.csv
expect_equal 'changes without a step' 0 "$(grep -c 'regressed\|improved' out)"
expect_exit 0 "$DOTREC" replay --inject 10% in.csv
expect_equal 'found' 5 "$(grep -c ',regressed,' out)"
expect_text err 'a step of 10 % in 5 of 5 series'
expect_exit 0 "$DOTREC" replay -q --inject -10% in.csv
expect_empty err
expect_equal 'found' 5 "$(grep -c ',improved,' out)"

expect_exit 0 "$DOTREC" replay --calibrate --inject 10% in.csv
expect_equal columns 'step,histories,nights,alarms,alarms_per_1000,found_1,found_3,found_5,found_7,found_10,delay_median,lag1' \
	"$(head -n 1 out)"
awk -F, 'NR == 2 && !($1 == 0 && $2 >= 1000 && $5 < 3) { exit 1 }
	NR == 3 && !($1 == 0.1 && $8 > 0.9 && $11 >= 1 && $11 <= 3) { exit 1 }
	END { if (NR != 3) exit 1 }' out || fail 'the calibration table is wrong'

# histories too short for an injection or a calibration
head -n 20 in.csv >short.csv
expect_exit 2 "$DOTREC" replay --calibrate short.csv
expect_text err 'no series has 30 measured nights'
expect_exit 0 "$DOTREC" replay --inject 10% short.csv
expect_text err 'in 0 of 1 series'
