#!/bin/sh
# Judges histories of other projects night by night, and holds what is told against the
# changes that those projects state: which of them are told with a date within two nights,
# how many nights after the change, and what is told besides. A night has one value here,
# so a change is told two nights after it at the earliest; the 20 first nights are not
# judged.
#
# usage: bench/third_party.sh DOTREC DIR     (DIR: changepoint/ of the acceptance data)
set -eu
export TZ=UTC
dotrec=$1 dir=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# the index of a date, and the date of an index, counted from 2000-01-01
to_dates() { # FILE
	awk -F , 'NR == 1 { print "series,night,value"; next }
		$2 != "" { print "x," strftime("%F", 946684800 + 86400 * $1) "," $2 }' "$1"
}

printf '%-28s %6s %7s %6s  %s\n' series nights stated found 'told (nights after the change), and besides'
sed 1d "$dir/acceptance.csv" | while IFS=, read -r name nights _ rule _; do
	[ "$nights" -ge 25 ] || continue
	to_dates "$dir/$name.csv" >"$work/in.csv"
	if awk -F , 'NR > 1 && $2 != "" && $2 <= 0 { exit 1 }' "$dir/$name.csv"; then
		"$dotrec" replay "$work/in.csv" >"$work/out.csv"
	else
		printf '%-28s %6d no times: not all values are above 0\n' "$name" "$nights"
		continue
	fi
	awk -F , -v name="$name" -v nights="$nights" -v rule="$rule" '
	function index_of(date) {
		return int((mktime(substr(date, 1, 4) " " substr(date, 6, 2) " " \
			substr(date, 9, 2) " 00 00 00") - 946684800) / 86400 + 0.5)
	}
	BEGIN {
		sub(/ within.*/, "", rule)
		count = split(rule, change, /[;|]/)
		if (rule !~ /^[0-9]/) count = 0
	}
	$3 ~ /^(regressed|improved|drifting)$/ {
		since = index_of($4); at = index_of($2); is = 0
		for (i = 1; i <= count; i++)
			if (!(i in told) && since - change[i] <= 2 && change[i] - since <= 2) {
				told[i] = at - change[i]; is = 1; break
			}
		if (!is) besides = besides " " $3 "@" since
	}
	END {
		for (i = 1; i <= count; i++)
			if (i in told) { found++; text = text " " change[i] " (" told[i] ")" }
		printf "%-28s %6d %7d %6d %s%s\n", name, nights, count, found, text,
			besides == "" ? "" : "; besides" besides
	}' "$work/out.csv"
done
