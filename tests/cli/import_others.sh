#!/bin/sh
# What other benchmark programs write is recognised by its content; it becomes series, a
# report, verdicts and a replay.
. "${0%/*}/lib.sh"
long_test
need sqlite3
files=$top_srcdir/tests/fuzz/seeds/import_foreign

# take FILE: imports a copy of the file under a name that tells nothing, into x.db
take() {
	rm -rf x.db*
	cp "$files/$1" history
	expect_exit 0 "$DOTREC" import -d x.db history --started 2026-03-01T02:00:00Z
	mv err told
}
# has WHAT ROWS: the database has these series, with the report and the replay of them
has() {
	expect_equal "$1" "$2" "$(ask x.db "SELECT night, substr(strategy, 10), n, workers,
		samples, round(median_ns, 3) FROM v_summary JOIN run ON run.id = run_id
		ORDER BY night, 2, n, workers")"
	rm -rf report
	expect_exit 0 "$DOTREC" report -q -d x.db -o report
	[ -s report/report.html ] || fail "no report of $1"
	expect_exit 0 "$DOTREC" check -d x.db
	expect_exit 0 "$DOTREC" replay -q -d x.db
	expect_equal "rows of the replay of $1" "$(echo "$2" | wc -l)" \
		"$(grep -c '^"*external:' out)"
	# again, at another time
	touch -d 2026-03-04 history
	expect_exit 0 "$DOTREC" import -d x.db history
	expect_text err ' 0 runs added'
}

take hyperfine.json
has "hyperfine's JSON" '2026-03-01|:usr:bin:seq {n}|1000|1|4|3756489.5
2026-03-01|:usr:bin:seq {n}|3000|1|4|7651889.0'
take hyperfine.csv
expect_text told 'the median of each row is stored as one repeat'
has "hyperfine's CSV" '2026-03-01|:usr:bin:seq {n}|1000|1|1|3756489.5
2026-03-01|:usr:bin:seq {n}|3000|1|1|7651889.0'

take google.json
expect_text told '$.benchmarks[3] and 19 more: an aggregate of other rows is left out' \
	'$.benchmarks[35] and 2 more: no time, so that it is left out: no device'
has "google/benchmark's JSON" '2026-11-29|BM_Dot|1000|1|3|1448.427
2026-11-29|BM_Dot|1000|2|3|777.264
2026-11-29|BM_Dot|100000|1|3|116618.795
2026-11-29|BM_Dot|100000|2|3|99980.085
2026-11-29|BM_Slow|1|1|3|5573985.2'
take google.csv
expect_text told 'an aggregate of other rows is left out' 'left out: no device'
has "google/benchmark's CSV" '2026-03-01|BM_Dot|1000|1|3|1079.37
2026-03-01|BM_Dot|1000|2|3|912.534
2026-03-01|BM_Dot|100000|1|3|61831.4
2026-03-01|BM_Dot|100000|2|3|76342.8
2026-03-01|BM_Slow|1|1|3|5371460.0'

take pytest.json
has "pytest-benchmark" '2026-11-29|test_dot.py::test_dot|1000|1|4|15898.5
2026-11-29|test_dot.py::test_dot|5000|1|4|85322.5
2026-11-29|test_dot.py::test_sort|1|1|3|1762.5'

take pyperf.json
has "pyperf" '2026-03-01|sort|1|1|2|92000.0
2026-03-01|sum|1|1|6|11870.0'

take asv.json
expect_text told 'result 2 and 1 more: failed or skipped' 'no benchmark of times' \
	'the result is stored as one repeat'
has "asv" "2026-03-01|dot.TimeSuite.time_dot|1000|1|3|510.0
2026-03-01|dot.TimeSuite.time_dot|10000|1|3|6250.0
2026-03-01|dot.TimeSuite.time_kind('f32', 10)|1|1|1|1500.0
2026-03-01|dot.TimeSuite.time_kind('f32', 20)|1|1|1|2500.0
2026-03-01|dot.TimeSuite.time_kind('f64', 10)|1|1|1|3500.0
2026-03-01|dot.time_import|1|1|1|125000000.0"

take data.js
expect_text told "the unit 'B/op' is no time" "the unit 'Percent' is no time"
has "github-action-benchmark" '2026-03-01|Go Benchmark:BenchmarkDot|1|1|1|512.5
2026-03-01|Python Benchmark with pytest-benchmark:bench.py::test_fib|1|1|1|2500000.0
2026-03-02|Go Benchmark:BenchmarkDot|1|1|1|498.0'

take jmh.json
expect_text told 'the score is stored as one repeat'
has "JMH" '2026-03-01|org.example.Dot.dot|1000|1|4|512.5
2026-03-01|org.example.Dot.dot sample kind=f32 size=1000|1|1|1|750.0
2026-03-01|org.example.Dot.dot thrpt|1000|4|2|225.0'

take criterion_estimates.json
expect_text told 'the median is stored as one repeat'
has "criterion's estimates" '2026-03-01|history|1|1|1|1195.5'
take criterion_raw.csv
has "criterion's CSV" '2026-03-01|dot, odd|1|1|1|1000.0
2026-03-01|dot:native|1000|1|2|1195.0
2026-03-01|dot:native|100000|1|1|120000.0'

take go.txt
expect_text told 'line 17 and 5 more: no time per operation'
has "go test -bench" '2026-03-01|example.com:dot.BenchmarkDot|1000|1|3|478.2
2026-03-01|example.com:dot.BenchmarkDot|1000|2|3|761.6
2026-03-01|example.com:dot.BenchmarkDot|100000|1|3|187128.0
2026-03-01|example.com:dot.BenchmarkDot|100000|2|3|48518.0'
expect_equal "speed-ups against 1 CPU" '1000|2|0.63
100000|2|2.84' "$(ask x.db "SELECT n, workers, printf('%.2f', speedup_ratio)
	FROM v_speedup ORDER BY n")"

# the name of a benchmark of criterion is in its path, and each has a history of its own
rm -f x.db*
for name in dot/native/1000 dot/native/2000 sort; do
	mkdir -p "target/criterion/$name/new" "target/criterion/$name/change"
	cp "$files/criterion_sample.json" "target/criterion/$name/new/sample.json"
	cp "$files/criterion_estimates.json" "target/criterion/$name/change/estimates.json"
	expect_exit 0 "$DOTREC" import -q -d x.db "target/criterion/$name/new/sample.json"
done
expect_equal "benchmarks of criterion" 'criterion dot/native/1000|dot:native|1000|1200.0
criterion dot/native/2000|dot:native|2000|1200.0
criterion sort|sort|1|1200.0' "$(ask x.db "SELECT origin, substr(strategy, 10), n, median_ns
	FROM v_summary JOIN run ON run.id = run_id ORDER BY 1")"
expect_equal "their nights" 3 "$(ask x.db 'SELECT count(*) FROM v_night')"
expect_exit 2 "$DOTREC" import -d x.db target/criterion/sort/change/estimates.json
expect_text err "change/estimates.json' has relative changes; import new/estimates.json"

# a history night by night, and a regression that is confirmed within a week
rm -f x.db*
code=0
for day in $(seq 10 31); do
	[ "$day" -lt 25 ] && ns=$((1000 + day * 7 % 5)) || ns=1500
	printf 'pkg: x.org/a\nBenchmarkDot-4 \t 100 \t %s ns/op\n' "$ns" >bench.txt
	expect_exit 0 "$DOTREC" import -q -d x.db bench.txt --started "2026-03-${day}T01:00:00Z"
	[ "$day" -lt 24 ] || expect_check -d x.db
	[ "$code" = 0 ] || break
done
expect_text out 'regressed' 'external:x.org:a.BenchmarkDot/external/f64/1/4x1' 2026-03-25
expect_exit 0 "$DOTREC" replay -q -d x.db
expect_text out "2026-03-$day,regressed,2026-03-25"

# mistakes, with their place; nothing is stored
rm -f x.db*
bad() { # bad TEXT MESSAGE...
	printf '%b' "$1" >bad
	shift
	expect_exit 2 "$DOTREC" import -d x.db bad
	expect_text err "$@"
	[ ! -e x.db ] || fail "a database was made"
}
bad '{"results": [{"command": "x", "times": ["a", 0, 1e30]}]}' \
	"bad: \$.results[0].times[0]: 'a': not a number" \
	"bad: \$.results[0].times[1]: '0': not a time above 0" \
	"bad: \$.results[0].times[2]: '1e+30': not a time above 0 and below 100 days"
bad '{\n"results": [{"command": "x", "times": [1,2' 'cut off or of no kind' hyperfine
bad '{\n"what": 1\n}\n' 'cut off or of no kind'
bad '{"what": 1}' 'cut off or of no kind'
bad '{"results": [{"command": "a\\ud800b", "times": [1]}]}' "not UTF-8"
bad '{"benchmarks": [5, null, "a"], "context": {}}' "no times in 'bad'"
bad '{"results": [{"command": "x", "times": [NaN]}]}' "no times in 'bad'"
bad 'BenchmarkX 100 5 ns/op\nBenchmarkX 100 0 ns/op\n' "bad:2:1: '0': not a time above 0"
bad '{"results": [{"command": "a/b", "times": [1]}, {"command": "a:b", "times": [1]}]}' \
	"'a/b' and 'a:b' would be the same series 'a:b'"
expect_exit 2 "$DOTREC" import -d x.db "$files/go.txt" --map time=x
expect_text err "go.txt' is no table: import it without --map"

# --dry-run shows what would come of a file, and changes nothing
expect_exit 0 "$DOTREC" import -d x.db --dry-run "$files/data.js"
expect_text out 'external:Go Benchmark:BenchmarkDot/external/f64/1/1x1'
expect_text err '2 runs would be added, 0 stored already; nothing was changed'
[ ! -e x.db ] || fail "a database was made"
expect_exit 0 "$DOTREC" import -q -d x.db "$files/data.js"
"$DOTREC" status --hash -d x.db >before
expect_exit 0 "$DOTREC" import -d x.db --dry-run "$files/data.js"
expect_text err '0 runs would be added, 2 stored already'
expect_exit 0 "$DOTREC" import -d x.db --dry-run "$files/pyperf.json"
expect_text err '1 run would be added, 0 stored already'
"$DOTREC" status --hash -d x.db | cmp - before || fail "--dry-run changed the database"

# data.js has benchmarks that not every night has
printf '%s' 'window.BENCHMARK_DATA = {"entries": {"a": [
	{"commit": {"id": "1"}, "date": 1767312000000, "benches": [
		{"name": "x", "value": 1, "unit": "ms"}, {"name": "y", "value": 1, "unit": "ms"}]},
	{"commit": {"id": "2"}, "date": 1767398400000, "benches": [
		{"name": "x", "value": 1, "unit": "ms"}]}]}}' >data.js
expect_exit 0 "$DOTREC" import -d z.db data.js
expect_exit 0 "$DOTREC" check -d z.db
grep -q 'not measured .*external:a:y.* not imported' out || fail "no reason for what is missing"
