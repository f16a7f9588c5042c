#!/bin/sh
# Times writing all reports (files, pictures and pages) of a run of 200 series, and of
# the last of three years of nights; and the first report of the built-in plan.
# usage: report.sh DOTREC
set -eu
here=$(cd "${0%/*}" && pwd)
dotrec=$(cd "${1%/*}" && pwd)/${1##*/}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >plan.csv <<'PLAN'
strategy,kernel,dtype,n,workers,chunks,repeats
serial,native,f64 f32,100..2000+100,1,1,15
fork pipe shm ring,native,f64 f32,100..2000+100,2,1,15
PLAN
"$dotrec" run -q -d x.db plan.csv >/dev/null

# measure NAME GOAL COMMAND...: prints the median time of five calls
measure() {
	name=$1 goal=$2
	shift 2
	for _ in 1 2 3 4 5; do
		start=$(date +%s%N)
		"$@" >/dev/null
		echo $(($(date +%s%N) - start))
	done | sort -n | awk -v name="$name" -v goal="$goal" 'NR == 3 {
		printf "%-58s %6.2f s  goal %s s\n", name, $1 / 1e9, goal
	}'
}
measure "reports of a run of 200 series, all files" 5 \
	"$dotrec" report -q --full -d x.db -o rep
measure "the same verified" 10 "$dotrec" report -q --verify rep -d x.db
measure "the same on the terminal" 1 "$dotrec" report --text -d x.db
sqlite3 -batch -init /dev/null x.db <"$here/nights.sql"
measure "reports of the last of 3 years of nights, all files" 15 \
	"$dotrec" report -q --full -d x.db -o rep

# without the warnings of peers that are not installed
"$dotrec" run -q -d built-in.db >/dev/null 2>&1
measure "the first report of the built-in run" 1 \
	sh -c "rm -rf first && exec '$dotrec' report -q -d built-in.db -o first"
