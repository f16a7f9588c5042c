#!/bin/sh
# Of the reports of old nights 'nightly' keeps the PDF; the last ones, what somebody has
# changed, and directories that are not of that night stay as they are.
. "${0%/*}/lib.sh"
long_test
need gnuplot sqlite3

printf 'strategy,n,workers,repeats\nserial shm,1000 2000,2,6\n' >plan.csv
night() { # DAY [OPTION...]
	_day=$1
	shift
	expect_exit 0 "$DOTREC" nightly -d x.db -o nights --reports 2 \
		--now "2026-03-${_day}T01:00:00Z" "$@" plan.csv
}

for day in 01 02 03; do
	night $day
done
expect_equal "files of a thinned night" 'manifest.csv report.pdf' \
	"$(names nights/2026-03-01)"
for day in 02 03; do
	[ -s nights/2026-03-$day/front.svg ] || fail "night $day is not whole"
done
expect_text nights/index.html 'href="2026-03-01/report.pdf"' \
	'href="2026-03-02/report.html"' 'dotrec report -r RUN'
expect_exit 0 "$DOTREC" report --verify nights/2026-03-01 -d x.db
cp nights/2026-03-01/report.pdf kept.pdf
cp nights/2026-03-01/manifest.csv kept.csv
sed -i '/^file,/d' nights/2026-03-01/manifest.csv
rm nights/2026-03-01/report.pdf
expect_exit 5 "$DOTREC" report --verify nights/2026-03-01 -d x.db
expect_text err "'nights/2026-03-01/manifest.csv' is not what the database gives"
cp kept.pdf nights/2026-03-01/report.pdf
cp kept.csv nights/2026-03-01/manifest.csv
expect_exit 0 "$DOTREC" report --verify nights/2026-03-01 -d x.db

# what is not the report of that night, or was changed, is left alone
echo mine >nights/2026-03-02/mine.txt
echo 'set title "mine"' >>nights/2026-03-02/front.gp
night 04
expect_equal "files" 'front.gp manifest.csv mine.txt report.pdf' \
	"$(names nights/2026-03-02)"
cmp kept.pdf nights/2026-03-01/report.pdf || fail "a thinned night was changed"
expect_exit 5 "$DOTREC" report --verify nights/2026-03-02 -d x.db
expect_text err "'nights/2026-03-02/front.gp' is not of this report" "mine.txt" '1 of '

rm -r nights/2026-03-03
expect_exit 0 "$DOTREC" report -r 1 -d x.db -o nights/2026-03-03 # another night's
whole=$(names nights/2026-03-03)
rm nights/2026-03-04/report.pdf # nothing would be left of it
night 05
night 06
expect_equal "the report of another night" "$whole" "$(names nights/2026-03-03)"
[ -s nights/2026-03-04/report.html ] || fail "nothing is left of a night"

# a process that was killed before the manifest was written is followed by the next
expect_exit 0 "$DOTREC" report -r 1 -d x.db -o nights/2026-03-01
rm nights/2026-03-01/front.svg nights/2026-03-01/report.html
night 07
expect_equal "files" 'manifest.csv report.pdf' "$(names nights/2026-03-01)"

# what was measured later changes no earlier report
for day in 05 06; do
	expect_exit 0 "$DOTREC" report --verify nights/2026-03-$day -d x.db
done

expect_exit 2 "$DOTREC" nightly -d x.db --reports 0 plan.csv
expect_text err '--reports'
