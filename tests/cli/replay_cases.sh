#!/bin/sh
# Histories of tests/golden/histories, judged night by night, with the changes that were
# put into them. They are simulated: 'settled' falls by 6 % in its first 20 nights, then
# doubles; 'wandering' is a random walk of 0.5 % a night with noise of 1 %, then half as
# slow again; 'two-state' is three times as slow for one to three nights now and then, and
# gets slower by a tenth; 'numpy' is long, as histories of libraries are, with heavy tails,
# nights that resemble the one before, two outliers, and four changes of 3 % to sevenfold.
. "${0%/*}/lib.sh"

# told NAME: prints the changes that are told: night, verdict, since, effect in percent
told() {
	expect_exit 0 "$DOTREC" replay "$top_srcdir/tests/golden/histories/$1.csv"
	awk -F , '$3 ~ /^(regressed|improved|drifting|noisier)$/ {
		printf "%s %s since %s %+.0f %%\n", $2, $3, $4, 100 * $5 }' out
}
# expect_told NAME FALSE LINE...: these changes are told, and so many others at most
expect_told() {
	_name=$1 _false=$2
	shift 2
	told "$_name" >got
	for _line; do
		grep -qxF -- "$_line" got || fail "$_name: not told: $_line ($(paste -s -d ';' got))"
	done
	[ "$(wc -l <got)" -le $(($# + _false)) ] || fail "$_name: $(paste -s -d ';' got)"
}

expect_told settled 0 '2025-01-20 drifting since 2025-01-02 -4 %' \
	'2025-03-05 regressed since 2025-03-02 +100 %'
expect_told wandering 0 '2025-05-04 regressed since 2025-05-01 +48 %'
expect_told two-state 0 '2025-03-24 regressed since 2025-03-22 +9 %'
# one alarm is false, and is taken back
expect_told numpy 2 '2025-04-23 improved since 2025-04-20 -54 %' \
	'2025-07-13 regressed since 2025-07-10 +606 %' \
	'2025-09-23 improved since 2025-09-20 -85 %' \
	'2025-10-29 regressed since 2025-10-28 +5 %'
