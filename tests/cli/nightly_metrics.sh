#!/bin/sh
# 'nightly --metrics FILE.prom' writes the night as OpenMetrics text that a strict reader
# takes: whole or not at all, on every outcome of the night, with names from outside
# escaped.
. "${0%/*}/lib.sh"
long_test
need sqlite3 gnuplot setsid

printf 'strategy,kernel,n,workers,repeats\nserial shm,native,1000,2,6\n' >plan.csv
mkdir m

client='import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
list(text_string_to_metric_families(open(sys.argv[1], newline="").read()))'
/usr/bin/python3 -c 'import prometheus_client' 2>/dev/null || {
	echo "skipped: no python3-prometheus-client"
	client=
}

# valid FILE: a strict reader of OpenMetrics accepts the file, and so do those of
# Prometheus, where they are installed
valid() {
	awk -f "$top_srcdir/tests/cli/openmetrics.awk" "$1" ||
		fail "$1 is not valid"
	[ ! "$client" ] || /usr/bin/python3 -c "$client" "$1" ||
		fail "prometheus_client refuses $1"
	! command -v promtool >/dev/null || promtool check metrics <"$1" ||
		fail "promtool refuses $1"
	expect_equal "files beside it" "${1##*/}" "$(names m)"
}
# value FILE SAMPLE: prints the value of a sample, named with its labels
value() {
	awk -v "sample=$2" 'index($0, sample " ") == 1 {
		print substr($0, length(sample) + 2) }' "$1"
}
# expect_value SAMPLE WANTED: in m/dotrec.prom
expect_value() {
	expect_equal "$1" "$2" "$(value m/dotrec.prom "$1")"
}
night() { # CODE OPTION...
	_wanted=$1
	shift
	expect_exit "$_wanted" "$DOTREC" nightly --metrics m/dotrec.prom "$@"
	valid m/dotrec.prom
	expect_value dotrec_nightly_exit_code "$_wanted"
}

# the reader is strict: each of these is refused
night 0 -d x.db plan.csv
cp m/dotrec.prom good
for edit in 1d "\$d" 's/ gauge$/ gouge/' 's/ 12$/ 12,5/' 's/{outcome="ok"}/{outcome="o"k"}/' \
	's/{outcome="ok"}/{outcome="o\\k"}/' 's/outcome="ok"/outcome="wrong"/' \
	's/_seconds seconds$/_seconds minutes/' 's/^dotrec_nightly_exit_code/unknown/' 's/^# EOF/&\n/'; do
	sed "$edit" good >bad
	! cmp -s good bad || fail "the edit changes nothing: $edit"
	! awk -f "$top_srcdir/tests/cli/openmetrics.awk" bad >/dev/null ||
		fail "the reader takes what is wrong: $edit"
done

# its values are those of the database
expect_value 'dotrec_night_repeats{outcome="ok"}' 12
expect_value 'dotrec_night_repeats{outcome="missing"}' 0
expect_value 'dotrec_night_findings{verdict="not enough nights"}' 2
expect_value 'dotrec_night_findings{verdict="regressed"}' 0
expect_value dotrec_night_open_regressions 0
series='{series="shm/native/f64/1000/2x1",strategy="shm",kernel="native",dtype="f64",n="1000",workers="2",chunks="1",placement="free"}'
for family in 'seconds median_ns*1e-9 v_summary' 'speedup_ratio speedup_ratio v_speedup'; do
	# shellcheck disable=SC2086 # three words
	set -- $family
	expect_equal "$1" "$(ask x.db "SELECT printf('%.9g', $2) FROM $3
		WHERE series = 'shm/native/f64/1000/2x1'")" \
		"$(printf '%.9g' "$(value m/dotrec.prom "dotrec_series_$1$series")")"
done
expect_equal "begun" "$(ask x.db "SELECT strftime('%s', started_utc) FROM run")" \
	"$(value m/dotrec.prom dotrec_night_started_timestamp_seconds)"

# the file is replaced, not written over: who reads the old one reads all of it
ln m/dotrec.prom old
night 0 -d x.db plan.csv
cmp old good || fail "the old file was changed"

# a night without a result keeps what was judged last, and tells how it ended; names
# from outside are escaped
ask x.db "UPDATE series SET kernel = 'a\"b\\c' || char(10) || CAST(x'ff' AS TEXT)
	WHERE strategy = 'shm'"
printf 'strategy,n,workers,repeats,cell_timeout_ms\nserial,4000000,1,6,1\n' >late.csv
night 4 -d x.db late.csv
expect_value 'dotrec_night_repeats{outcome="ok"}' 0
expect_value 'dotrec_night_repeats{outcome="timeout"}' 6
expect_value 'dotrec_night_findings{verdict="not enough nights"}' 2
expect_text m/dotrec.prom 'kernel="a\"b\\c\n'"$(printf '\357\277\275')"'"'

# a regression is open, with series, effect and since; nobody being told changes nothing
expect_exit 0 "$DOTREC" run -q -d y.db plan.csv
nights y.db 30 "UPDATE summary SET median_ns = median_ns / 1e6
	WHERE cell_id IN (SELECT c.cell_id FROM v_cell AS c
	JOIN night AS n ON n.run_id = c.run_id WHERE strategy = 'shm' AND i < 28);"
night 1 -d y.db --no-remeasure --now 2026-04-01T01:00:00Z --notify false plan.csv
expect_text out '1 regressed'
expect_value 'dotrec_night_findings{verdict="regressed"}' 1
expect_value dotrec_night_open_regressions 1
grep '^dotrec_regression_effect_ratio{subject="shm/native/f64/1000/2x1",measure="time",verdict="regressed",since="2026-03-29"} [0-9]' \
	m/dotrec.prom || fail "the regression is not in the file"
night 9 -d new.db --notify false plan.csv

# what stops a night is told, too: a signal, a database that cannot be used, a mistake
printf 'strategy,n,workers,repeats\nserial,1000,1,5\nserial fork,2000,2,1000000\n' >endless.csv
: >err
setsid "$DOTREC" nightly -v -d z.db -m m/dotrec.prom endless.csv >out 2>err &
runner=$!
wait_until grep -q 'block 1 of 2' err
kill -s TERM "$runner"
finish
expect_equal "exit code after SIGTERM" 143 "$code"
valid m/dotrec.prom
expect_value dotrec_nightly_exit_code 143
echo 'not a database' >spoilt.db
night 7 -d spoilt.db plan.csv
! grep -q '^dotrec_series' m/dotrec.prom || fail "times without a database"
echo strategi >wrong.csv
night 2 -d x.db wrong.csv

# a file that cannot be written costs no night and leaves nothing
cp m/dotrec.prom old
expect_exit 7 "$DOTREC" nightly -d new.db -m nosuch/dotrec.prom plan.csv
expect_text out "'nosuch/dotrec.prom'" "report in 'dotrec-nights/"
expect_exit 2 "$DOTREC" nightly -d new.db -m m/metrics plan.csv
expect_text err "'m/metrics' does not end in '.prom'"
cp new.db new.prom
expect_exit 2 "$DOTREC" nightly -d new.prom -m ./new.prom plan.csv
expect_text err "'./new.prom' is the database itself"
mkdir m/dir.prom
expect_exit 7 "$DOTREC" nightly -d new.db -m m/dir.prom plan.csv
expect_equal "names" "dir.prom dotrec.prom" "$(names m)"
cmp m/dotrec.prom old || fail "the file was changed"
