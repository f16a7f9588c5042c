#!/bin/sh
# How often 'dotrec compare' calls two runs of one program different.
# usage: compare.sh [RUNS]     (default 21; in the build directory, on an idle machine)
#
# RUNS runs of one plan with 6 sessions, first quiet, then beside a busy loop; each run
# is compared with the next one. A pair is one series of two such runs.
set -eu
dotrec=${DOTREC:-$PWD/dotrec}
runs=${1:-21}
dir=$(mktemp -d)
hog=
trap 'test -z "$hog" || kill "$hog"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM HUP
cd "$dir"
cat >plan.csv <<-'PLAN'
	strategy,kernel,n,workers,repeats
	serial shm pipe fork,native,1000 30000,2,15
PLAN

# measure NAME GOAL: makes the runs, and prints a row of the table
measure() {
	i=0
	while [ "$i" -lt "$runs" ]; do
		"$dotrec" run -q -d "$1.db" --sessions 6 plan.csv || [ $? -eq 3 ]
		i=$((i + 1))
	done
	i=1
	while [ "$i" -lt "$runs" ]; do
		"$dotrec" compare -d "$1.db" "$i" $((i + 1)) --format csv
		i=$((i + 1))
	done | awk -F, -v what="$1" -v goal="$2" '
		$1 == "series" { next }
		{ pairs++; differs += $2 == "differs" }
		$17 != "" && $17 <= 0.05 { rank++ }
		END { printf "%-8s %4d of %4d pairs differ: %4.1f %% (goal %s), " \
			"by the rank test alone %4.1f %%\n", what, differs, pairs,
			100 * differs / pairs, goal, 100 * rank / pairs }'
}

measure quiet '<= 5 %'
while :; do :; done &
hog=$!
measure hog '<= 10 %'
