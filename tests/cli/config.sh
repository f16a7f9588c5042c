#!/bin/sh
# ./.dotrec and the user's configuration stand for options; the command line comes first,
# then the environment; a mistake is refused with its line.
. "${0%/*}/lib.sh"
export XDG_CONFIG_HOME="$work/etc"
mkdir -p etc/dotrec here
printf 'strategy,n,repeats\nserial,100,2\n' >one.csv
printf 'strategy,n,repeats\nserial,200,2\n' >two.csv

cat >etc/dotrec/config <<CONFIG
# of all directories
db = $work/all.db
 plan=$work/one.csv

report.output = $work/pages
utc = yes
CONFIG
cd here
expect_exit 0 "$DOTREC" run -q
expect_equal "the run" "one.csv|0" \
	"$(ask "$work/all.db" "SELECT replace(plan_name, '$work/', ''), utc_offset_s FROM run")"
expect_exit 0 "$DOTREC" list runs
expect_text out finished
expect_exit 0 "$DOTREC" plan
expect_text out serial/native/f64/100/1x1
expect_exit 0 "$DOTREC" run -q --resume last
expect_exit 2 "$DOTREC" run --resume last --utc
if command -v gnuplot >/dev/null; then
	expect_exit 0 "$DOTREC" report time
	[ -s "$work/pages/report.pdf" ] || fail "the report is not in $work/pages"
fi

# the present directory comes before that, and the command line before both
printf 'db = here.db\nplan = ../two.csv\nutc = no\n' >.dotrec
TZ=XXX-3 expect_exit 0 "$DOTREC" run -q
expect_equal "the run" "../two.csv|10800" "$(ask here.db "SELECT plan_name, utc_offset_s FROM run")"
DOTREC_DB=env.db expect_exit 0 "$DOTREC" run -q
DOTREC_DB=env.db expect_exit 0 "$DOTREC" run -q -d option.db ../one.csv
if [ ! -s env.db ] || [ ! -s option.db ]; then fail "the environment or the option does not come first"; fi
# one key for one command, and an empty one
printf 'run.db = run.db\ndb = other.db\nplan =\n' >.dotrec
expect_exit 0 "$DOTREC" plan
expect_text out serial/blas/f64/100/1x1
printf 'plan = ../one.csv\n' >.dotrec
expect_exit 0 "$DOTREC" plan built-in
expect_text out serial/blas/f64/100/1x1
printf 'run.db = run.db\ndb = other.db\nplan =\n' >.dotrec
expect_exit 0 "$DOTREC" run -q ../one.csv
if [ ! -s run.db ] || [ -e other.db ]; then fail "run.db does not come before db"; fi
expect_exit 7 "$DOTREC" list runs
expect_text err other.db

# mistakes
for line in 'dbb = x' 'report.dbb = x' 'ran.db = x' 'db' 'utc = perhaps' 'db = "x"' \
	'db = ~/x' 'export.output = x' 'list.notify = x' 'query.plan = x'; do
	printf '# a comment\n%s\n' "$line" >.dotrec
	expect_exit 2 "$DOTREC" list runs
	expect_text err '.dotrec:2: '
	expect_exit 0 "$DOTREC" list --help
done
printf '\357\273\277db = x\n\ndb = y\n' >.dotrec
expect_exit 2 "$DOTREC" list runs
expect_text err ".dotrec:3: 'db' stands in line 1, too"
printf 'dbb = x\n' >.dotrec
expect_exit 2 "$DOTREC" list runs
expect_text err "(nearest: 'db')"
rm .dotrec
echo 'db = relative.db' >"$work/etc/dotrec/config"
expect_exit 2 "$DOTREC" list runs
expect_text err "etc/dotrec/config:1: 'db'" 'must begin with /'
# what is no file is told and not read
printf 'db = %s/all.db\n' "$work" >"$work/etc/dotrec/config"
mkdir .dotrec
expect_exit 0 "$DOTREC" list runs
expect_text err "'.dotrec' is not read"
rmdir .dotrec
mkfifo .dotrec
expect_exit 0 timeout 20 "$DOTREC" list runs
rm .dotrec

# nobody else's file
printf 'db = %s/all.db\n' "$work" >"$work/etc/dotrec/config"
echo 'db = here.db' >.dotrec
chmod 664 .dotrec
expect_exit 0 "$DOTREC" query runs -f csv
expect_text err "'.dotrec' is not read"
expect_text out one.csv
