#!/bin/sh
# Plain tables of many habits: separators, decimal commas, dates, units, names, repeats,
# bases and rates are read as they are meant, and what is doubtful is told.
. "${0%/*}/lib.sh"
long_test
need sqlite3

# table TEXT [MAP] [OPTION...]: imports the text as file.csv into a new x.db
table() {
	printf '%b' "$1" >file.csv
	shift
	_map=${1-}
	[ $# -eq 0 ] || shift
	rm -f x.db*
	expect_exit 0 "$DOTREC" import -d x.db file.csv ${_map:+--map "$_map"} "$@"
}
# is WHAT ROWS: night, series, n, workers, repeats and median of each cell
is() {
	expect_equal "$1" "$2" "$(ask x.db "SELECT night, substr(strategy, 10), n, workers,
		samples, median_ns FROM v_summary JOIN run ON run.id = run_id
		ORDER BY night, 2, n, workers")"
}
# refused TEXT MAP MESSAGE...: the table is not imported, for these reasons
refused() {
	printf '%b' "$1" >file.csv
	_map=$2
	shift 2
	rm -f x.db*
	expect_exit 2 "$DOTREC" import -d x.db file.csv ${_map:+--map "$_map"}
	expect_text err "$@"
	[ ! -e x.db ] || fail "a database was made"
}

# separators, blanks, comments, decimal commas
table '# a comment\n\nday ; job ; time (us)\n2026-01-02 ; a b ; 1.250,5\n# another\n2026-01-03;a b;7\n'
is "semicolons" '2026-01-02|a b|1|1|1|1250500.0
2026-01-03|a b|1|1|1|7000.0'
table 'job\tn\tms\n"a\tb"\t10\t1.5\n' # a quoted field has the separator
is "tabs" "$(date -u -r file.csv +%F)|a b|10|1|1|1500000.0"
table 'job,ms\n"a; b",1.5\n' '' --started 2026-01-02T00:00:00Z
is "commas" '2026-01-02|a; b|1|1|1|1500000.0'
refused 'job;ms\na;1,5,5\n' '' "file.csv:2:3: '1,5,5'"

# dates: the night is the day on the clock of the file
table 'when,job,ms
2026-01-02T00:30:00.250+02:00,a,1
2026-01-03 23:30 -0500,a,2
2026.01.05 3:00:00 +0100,a,3
06.01.2026,a,4
20260107,a,5
1767916800.5,a,6
1768003200123,a,7
'
is "dates" '2026-01-02|a|1|1|1|1000000.0
2026-01-03|a|1|1|1|2000000.0
2026-01-05|a|1|1|1|3000000.0
2026-01-06|a|1|1|1|4000000.0
2026-01-07|a|1|1|1|5000000.0
2026-01-09|a|1|1|1|6000000.0
2026-01-10|a|1|1|1|7000000.0'
expect_equal "starts in UTC" '2026-01-01T22:30:00Z 2026-01-04T04:30:00Z' "$(ask x.db "
	SELECT group_concat(started_utc, ' ') FROM (SELECT started_utc FROM run
	ORDER BY started_utc LIMIT 2)")"
refused 'date,ms\n2026-02-30,1\n' 'date=date,time=ms' "file.csv:2:1: '2026-02-30': not a date"
refused 'date,ms\n,1\n' 'date=date,time=ms' 'file.csv:2:1: no date'
# --started takes the same forms, and the date on the clock that it names
for started in 2026-01-02 2026-01-02T00:30+02:00 02.01.2026; do
	table 'job,ms\na,1\n' '' --started $started
	is "--started $started" '2026-01-02|a|1|1|1|1000000.0'
	ask x.db "SELECT started_utc FROM run" >>starts
done
expect_equal "starts by --started" '2026-01-02T00:00:00Z
2026-01-01T22:30:00Z
2026-01-02T00:00:00Z' "$(cat starts)"
expect_exit 2 "$DOTREC" import -d x.db file.csv --started 2026-02-30
expect_text err "--started: '2026-02-30' is not a date such as 2026-11-22 or a time"
# what was measured at several times of a day is one night, until a series comes again
table 'date,job,ms\n2026-01-02 01:00,a,1\n2026-01-02 02:00,b,2\n2026-01-02 03:00,a,3\n'
expect_text err '3 rows make 2 runs and 1 night;'
expect_equal "runs of a day" '2026-01-02T01:00:00Z|2
2026-01-02T03:00:00Z|1' "$(ask x.db 'SELECT started_utc, count(*) FROM run
	JOIN cell ON run_id = run.id GROUP BY run.id ORDER BY 1')"

# units: of the map, of a column, of the name of the column of times
table 'job,t,unit\na,1.5,ms\nb,2,s\nc,3,\302\265s\nd,4,ns/op\ne,5,ops/ms\n' \
	series=job,time=t,unit=unit --started 2026-01-02T00:00:00Z
is "a column of units" '2026-01-02|a|1|1|1|1500000.0
2026-01-02|b|1|1|1|2000000000.0
2026-01-02|c|1|1|1|3000.0
2026-01-02|d|1|1|1|4.0
2026-01-02|e|1|1|1|200000.0'
table 'job,time_us\na,2\n' series=job,time=time_us --started 2026-01-02T00:00:00Z
is "a unit in a name" '2026-01-02|a|1|1|1|2000.0'
table 'job,time_us\na,2\n' series=job,time=time_us,unit=ms --started 2026-01-02T00:00:00Z
is "a unit in the map" '2026-01-02|a|1|1|1|2000000.0'
refused 'job,t,unit\na,1.5,parsec\n' series=job,time=t,unit=unit \
	"file.csv:2:7: 'parsec': not a unit"
# times below a nanosecond, and beside long ones
table 'job,ns\na,0.25\na,0.0000001\nb,123.456789\n' '' --started 2026-01-02T00:00:00Z
is "short times" '2026-01-02|a|1|1|2|0.12500005
2026-01-02|b|1|1|1|123.456789'
refused 'job,ns\na,1e-9\na,8e15\n' series=job,time=ns 'a time is too short to be stored'
refused 'job,ns\na,-1\na,9e15\na,1e\n' series=job,time=ns "file.csv:2:3: '-1': not a time" \
	"file.csv:3:3: '9e+15': not a time" "file.csv:4:3: '1e': not a time"

# rows that are computed from others are no series, whatever the columns are
table 'what,ms\ndot_mean,9\ndot_stddev,1\ndot,8\ndot,10\nsum_mean,3\nsum_median,2\nsum_cv,1\nfind_median,7\n' \
	series=what,time=ms --started 2026-01-02T00:00:00Z
expect_text err 'line 2 and 3 more: an aggregate of other rows is left out' \
	'line 7: only aggregates are known, of which the median is stored as one repeat'
is "aggregates" '2026-01-02|dot|1|1|2|9000000.0
2026-01-02|find_median|1|1|1|7000000.0
2026-01-02|sum|1|1|1|2000000.0'

# what was not measured is told, and left out
table 'job,ms\na,\nb,NA\nc,nan\nd,1\n' '' --started 2026-01-02T00:00:00Z
expect_text err 'line 2 and 2 more: no time, so that it is left out'
is "gaps" '2026-01-02|d|1|1|1|1000000.0'

# series of several columns, repeats in several columns, names of any length
table 'suite,test,t1,t2+,t3\ns,a,1,2,4\ns,b,,5,\n' 'series=suite+test,repeats=t1+t3,unit=ms' \
	--started 2026-01-02T00:00:00Z
expect_text err 'line 3: no time'
is "repeats" '2026-01-02|s:a|1|1|2|2500000.0'
refused 'a,b\nx,1\n' series=a+c,time=b "no column 'c'"
table '\357\273\277what;Time, in all (ms)\r\n# no row\r\na;1,5\r\n' 'series=what,time=Time, in all (ms)' \
	--started 2026-01-02T00:00:00Z
is "a comma in a name, after a byte order mark, with CR" '2026-01-02|a|1|1|1|1500000.0'
refused 'name,ms\na/b,1\na:b,2\n' '' "file.csv:3:5: 'a/b' and 'a:b' would be the same series"
refused 'name,ms\na/b,1\na:b,2\nc,3\n' '' 'would be the same series' '1 mistake'
long=$(printf '%0300d' 7)
table "name,ms\n${long}a,1\n${long}b,2\nэто длинное имя %s \$(x) 'y' \\\\d,3\n" '' \
	--started 2026-01-02T00:00:00Z
expect_text err 'line 2 and 1 more: a name of more than 182 bytes is stored shortened'
expect_equal "different long names" '3|182' "$(ask x.db 'SELECT count(DISTINCT strategy),
	max(length(CAST(substr(strategy, 10) AS BLOB))) FROM series')"
expect_exit 0 "$DOTREC" report -q -d x.db
expect_exit 0 "$DOTREC" check -d x.db
expect_exit 0 "$DOTREC" replay -d x.db
expect_equal "rows of the replay" 3 "$(grep -c '^"*external:' out)"

# bases of speed-ups: another series, or the row of 1 worker
table 'job,n,threads,ms\nserial,10,1,8\npool,10,1,8.5\npool,10,2,4\n' \
	series=job,n=n,workers=threads,time=ms,base=serial --started 2026-01-02T00:00:00Z
expect_equal "base=serial" 'pool|1|0.94
pool|2|2.00' "$(ask x.db "SELECT substr(strategy, 10), workers, printf('%.2f', speedup_ratio)
	FROM v_speedup ORDER BY 2")"
refused 'job,ms\nserial,1\n' series=job,time=ms,base=seral \
	"base=seral: 'file.csv' has no such series (nearest: 'serial')"

# rates
refused 'job,MB\na,1\n' series=job,time=MB "column 'MB' seems to be no time" better=
table 'job,MB\na,2\n' series=job,time=MB,better=less,unit=s --started 2026-01-02T00:00:00Z
is "better=less" '2026-01-02|a|1|1|1|2000000000.0'
table 'job,throughput\na,4\n' series=job,time=throughput,better=more,unit=ms \
	--started 2026-01-02T00:00:00Z
is "better=more" '2026-01-02|a|1|1|1|250000.0'

refused 'night,requests_per_s\n2026-01-02,5\n' date=night 'requests_per_s' 'better=more'
table 'job,rate\na,4\n' series=job,time=rate,unit=ops/ms --started 2026-01-02T00:00:00Z
is "a rate by its unit" '2026-01-02|a|1|1|1|250000.0'
table 'night,sort_ms,hash_us\n2026-01-02,5,6\n' date=night
is "units of several columns" '2026-01-02|hash_us|1|1|1|6000.0
2026-01-02|sort_ms|1|1|1|5000000.0'

# columns that nobody mapped: a commit or a number of threads tells rows apart, a measured
# value or a count of the rows does not
table 'job,commit,threads,repeat,cpu_ms,ms\na,x,1,1,0.5,1\na,x,1,2,0.6,2\n' \
	series=job,time=ms
! grep -q differ err || fail "told of repeats"
table 'job,commit,threads,repeat,cpu_ms,ms\na,x,1,1,0.5,1\na,y,2,1,0.6,2\n' \
	series=job,time=ms
expect_text err "line 3: rows of one series, size and date differ in column 'commit', 'threads'"

# an unchanged file adds nothing, whatever its time stamp and name; a changed one does
table 'job,ms\na,1\nb,2\n'
for day in 05 03; do
	touch -d 2026-01-$day file.csv
	expect_exit 0 "$DOTREC" import -d x.db file.csv
	expect_text err ' 0 runs added' ' 1 already stored'
done
cp file.csv copy.csv
touch -d 2026-01-03T12:00:00Z copy.csv # on a day that has a run already
expect_exit 0 "$DOTREC" import -d x.db copy.csv
expect_text err ' 0 runs added' ' 1 already stored'
printf 'c,3\n' >>file.csv
expect_exit 0 "$DOTREC" import -d x.db file.csv
expect_text err ' 1 run added'

# the index of a data frame, whose column has no name, is no series
table ',job,ms\n0,a,1\n1,b,2\n' '' --started 2026-01-02T00:00:00Z
is "an index" '2026-01-02|a|1|1|1|1000000.0
2026-01-02|b|1|1|1|2000000.0'
table ',N,numpy.dot\n0,10,1e-6\n' '' --started 2026-01-02T00:00:00Z
is "an index before N" '2026-01-02|numpy.dot|10|1|1|1000.0'

# many rows do not take long: 40,000 series
awk 'BEGIN { print "job,ms"; for (i = 0; i < 40000; i++) print "job " i ",1" }' >file.csv
rm -f x.db*
expect_exit 0 timeout 60 "$DOTREC" import -q -d x.db file.csv

# what a table of others may have, and what would be read wrongly is asked about
table 'date,job,took\n2026-01-02,a,1.5 ms\n2026-01-03,a,1600us\n2026-01-04,a,0.0017\n'
is "units behind the numbers" '2026-01-02|a|1|1|1|1500000.0
2026-01-03|a|1|1|1|1600000.0
2026-01-04|a|1|1|1|1700000.0'
expect_text err '3 rows make 3 runs'
table 'ms\n1.5\n' '' --started 2026-01-02
is "a column of times only" '2026-01-02|ms|1|1|1|1500000.0'
expect_text err '1 row makes 1 run'
for name in throughput_mb_s ops_s 'MB s' requests_sec; do
	refused "date,$name\n2026-01-02,100\n" '' "date=date,better=more,time=$name'"
	refused "date,$name\n2026-01-02,100\n" "time=$name,date=date" "seems to be no time"
done
table 'date,sort 10 MB [s]\n2026-01-02,2\n'
is "a unit in brackets" '2026-01-02|sort 10 MB [s]|1|1|1|2000000000.0'
refused 'date,job,rate\n2026-01-02,a,0\n' 'series=job,time=rate,date=date,better=more' \
	"'0': not a rate above 0"
refused 'date,job,seconds\n01/02/2026,a,1.5\n' '' "file.csv:2:1: '01/02/2026': not a date"
refused '2026-01-02,sort,12.5\n2026-01-03,sort,12.6\n' '' \
	'file.csv:1:1: the first line has values; it must name the columns'
refused 'date|job|ms\n2026-01-02|a|1\n' '' \
	'a table of one column; the separator is a comma, a semicolon or a tab'
