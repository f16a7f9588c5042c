# shellcheck shell=sh
# What was not measured, or took no time, is left out of the pictures; the rest of the
# report is made.
. "${0%/*}/lib.sh"
long_test
need gnuplot sqlite3

# draws DB: the whole report and each part of it can be made
draws() {
	expect_exit 0 "$DOTREC" report -q -d "$1" -o "brief-$1"
	expect_exit 0 "$DOTREC" report -q -d "$1" -o "rep-$1" --full
	for _report in $(all_reports); do
		rm -rf one
		expect_exit 0 "$DOTREC" report -q -d "$1" -o one "$_report"
	done
}

# the course's table: no phases, no cold starts, no intervals
printf 'N,numpy.dot,joblib\n1000,1.1e-6,0.0312\n2000,1.6e-6,0.0298\n' >course.csv
expect_exit 0 "$DOTREC" import -d course.db course.csv
draws course.db
expect_text rep-course.db/time.svg joblib numpy.dot
[ ! -e rep-course.db/course.svg ] || fail "the same picture is there twice"
expect_text brief-course.db/front.svg joblib numpy.dot
expect_text brief-course.db/front.txt '1.10 us'

# workers that took no time to make, as a peer in ten lines says
printf 'strategy,n,repeats\nserial shm,1000 2000,6\n' >plan.csv
"$DOTREC" run -q -d cold.db plan.csv >out 2>err || fail "the run"
ask cold.db 'UPDATE cell SET open_ns = 0; UPDATE cold SET open_ns = 0'
draws cold.db
ask cold.db 'UPDATE cell SET first_ns = 0; UPDATE cold SET first_ns = 0'
draws cold.db
