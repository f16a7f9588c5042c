#!/bin/sh
# Tables that were not made by dotrec can be imported: that of the course, and others.
. "${0%/*}/lib.sh"
need sqlite3

cat >course.csv <<-'END'
	N,numpy.dot,joblib
	1000,5.1e-07,0.0021
	2000,6.25e-07,0.0035
END
touch -d 2024-05-06T07:08:09Z course.csv
expect_exit 0 "$DOTREC" import -d x.db course.csv
expect_equal "series" 'external:joblib|1000|2100000.0
external:joblib|2000|3500000.0
external:numpy.dot|1000|510.0
external:numpy.dot|2000|625.0' "$(ask x.db 'SELECT strategy, n, median_ns
	FROM v_summary ORDER BY 1, 2')"
expect_equal "the run" '2024-05-06T07:08:09Z|finished|course.csv' "$(
	ask x.db 'SELECT started_utc, status, external FROM run')"
expect_exit 0 "$DOTREC" import -d x.db course.csv
expect_text err '0 runs added, 0 replaced by a more complete copy, 1 already'

cat >other.csv <<-'END'
	night,job,size,ms
	2025-01-01,sort,10,1.5
	2025-01-02,sort,10,1.25
END
expect_exit 0 "$DOTREC" import -d x.db other.csv \
	--map series=job,n=size,time=ms,date=night,unit=ms
expect_equal "nights" '2025-01-01T00:00:00Z|1500000.0
2025-01-02T00:00:00Z|1250000.0' "$(ask x.db "SELECT started_utc, median_ns
	FROM v_summary JOIN run ON run.id = run_id
	WHERE strategy = 'external:sort' ORDER BY 1")"
expect_exit 0 "$DOTREC" report --text time -d x.db -r "$(ask x.db 'SELECT max(id) FROM run')"
expect_text out '2025-01-0' 'external, 1 sample' '; 1 sample a point'
# the last run is the one that was started last, not imported last
record
expect_exit 0 "$DOTREC" import -q -d x.db other.csv --map time=ms,unit=ms \
	--started 2020-01-01T00:00:00Z
expect_exit 0 "$DOTREC" query summary -d x.db --format csv
grep -q '^.*shm' out || fail "an imported run is the last one"

# a table that says what its columns are needs no map; another one is asked about
expect_exit 0 "$DOTREC" import -d y.db other.csv
expect_text err "read as with --map 'series=job,n=size,time=ms,date=night'"
expect_equal "a map that was guessed" '10|1500000.0
10|1250000.0' "$(ask y.db 'SELECT n, median_ns FROM v_summary JOIN run AS r
	ON r.id = run_id ORDER BY started_utc')"
sed '1s/ms/took/' other.csv >unclear.csv
expect_exit 2 "$DOTREC" import -d x.db unclear.csv
expect_text err 'not clear what the columns are; name them' \
	"--map 'series=job,n=size,date=night,unit=s,time=took'"
expect_exit 2 "$DOTREC" import -d x.db --map n=job,time=ms other.csv
expect_text err "other.csv:2:12: 'sort': not a whole number"
expect_exit 2 "$DOTREC" import -d x.db --started now course.csv
