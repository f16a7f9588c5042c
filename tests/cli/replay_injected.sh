#!/bin/sh
# 'replay' finds an injected step; a calibration reports the delay and false alarms.
. "${0%/*}/lib.sh"
long_test

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

# Nights that resemble those before hide a step: of steps of 5 % at an sd of 2 %, about
# 40 % are found in a week. Histories in random order, as they were once drawn, found 96 %.
awk 'BEGIN {
	print "series,night,value"
	srand(6)
	for (s = 0; s < 20; s++)
		for (i = 0; i < 120; i++) {
			z = 0
			for (k = 0; k < 12; k++)
				z += rand() - 0.5
			x = i ? 0.6 * x + 0.8 * z : z
			printf "s%d,%d,%g\n", s, i, exp(0.02 * x)
		}
}' >persistent.csv
expect_exit 0 "$DOTREC" replay --calibrate persistent.csv
awk -F, 'NR == 3 && !($9 > 0.2 && $9 < 0.65) { exit 1 }' out ||
	fail 'the persistence of the nights is lost'

# histories too short for an injection or a calibration
head -n 20 in.csv >short.csv
expect_exit 2 "$DOTREC" replay --calibrate short.csv
expect_text err 'no series has 30 measured nights'
expect_exit 0 "$DOTREC" replay --inject 10% short.csv
expect_text err 'in 0 of 1 series'
