#!/bin/sh
# Reports of the same database have the same bytes, pictures included, at any time and
# place; the date in PDFs is SOURCE_DATE_EPOCH, else that of the run.
. "${0%/*}/lib.sh"
long_test
need gnuplot

record
started=$(ask x.db "SELECT strftime('%Y%m%d%H%M%S', started_utc) FROM run")
expect_exit 0 "$DOTREC" report -d x.db -o one
sleep 1.1 # the clock of a PDF counts seconds
mkdir elsewhere
(cd elsewhere && TZ=Asia/Tokyo LC_ALL=C.UTF-8 "$DOTREC" report -q \
	-d ../x.db -o ../two)
diff -r one two || fail "not the same bytes"
grep -aq "CreationDate (D:$started" one/front.pdf || fail "not the run's date"

for dir in three four; do
	expect_exit 0 env SOURCE_DATE_EPOCH=1000000000 \
		"$DOTREC" report -d x.db -o $dir
done
diff -r three four || fail "not the same bytes"
grep -aq 'CreationDate (D:20010909014640' three/report.pdf ||
	fail "not the date of SOURCE_DATE_EPOCH"
cmp one/front.svg three/front.svg || fail "the date is in an SVG"
# 'report --verify' uses the date stored in the report
expect_exit 0 "$DOTREC" report --verify three -d x.db
expect_exit 2 env SOURCE_DATE_EPOCH=yesterday "$DOTREC" report -d x.db -o five
expect_text err "SOURCE_DATE_EPOCH" "yesterday"
