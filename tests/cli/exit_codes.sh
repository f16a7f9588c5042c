#!/bin/sh
# A situation for every exit code; and where several exit codes apply, the worst is
# returned: 130/143 > 7 > 6 > 5 > 4 > 8 > 1 > 9 > 3.
. "${0%/*}/lib.sh"
long_test
need sqlite3 setsid

# code CODE SITUATION COMMAND...: the command exits with CODE
code() {
	_wanted=$1 _situation=$2 _code=0
	shift 2
	"$@" >out 2>err || _code=$?
	[ "$_code" -eq "$_wanted" ] ||
		fail "exit code $_code, not $_wanted: $_situation"
}
# signalled CODE SITUATION SIGNAL COMMAND...: the same, with SIGNAL sent after the
# first block
signalled() {
	_wanted=$1 _situation=$2 _signal=$3
	shift 3
	: >err
	setsid "$@" >out 2>err &
	runner=$!
	wait_until grep -q 'block 1 of 2' err
	kill -s "$_signal" "$runner"
	finish
	expect_equal "$_situation" "$_wanted" "$code"
}
bare() { # COMMAND...: runs it where neither gnuplot nor another program is found
	env PATH="$work/empty" "$@"
}
no_blas() {
	env DOTREC_BLAS=/nonexistent "$@"
}
wrong_blas() {
	env DOTREC_BLAS=./wrong.so "$@"
}
mkdir empty
cat >wrong.c <<'C'
double cblas_ddot(int n, const double *x, int ix, const double *y, int iy)
{
	return (void)x, (void)ix, (void)y, (void)iy, n + 12345.0;
}
float cblas_sdot(int n, const float *x, int ix, const float *y, int iy)
{
	return (void)x, (void)ix, (void)y, (void)iy, (float)n;
}
C
# shellcheck disable=SC2086 # a compiler and its options
${CC:-cc} -shared -fPIC -o wrong.so wrong.c 2>/dev/null || rm -f wrong.so

# plan NAME ROW...: writes NAME.csv. (Settling alone exceeds the 1 ms of cell `late`.)
plan() {
	_plan=$1
	shift
	printf '%s\n' strategy,kernel,n,workers,repeats,cell_timeout_ms "$@" >"$_plan.csv"
}
small=serial\ shm,native,1000,2,6,0
blas=serial,blas,1000,1,6,0
late=serial,native,4000000,1,6,1
endless=fork,native,2000,2,1000000,0
plan small "$small"
plan late "$late"
plan blas "$blas"
plan blas_native "$blas" serial,native,1000,1,6,0
plan small_late "$small" "$late"
plan wrong_late "$blas" "$late"
plan wrong_late_small "$blas" "$late" "$small"
plan late_endless "$late" "$endless"
plan blas_endless "$blas" "$endless"

# ---- one exit code applies ---------------------------------------------

code 0 'all well' "$DOTREC" run -d x.db small.csv
code 0 'what is optional is missing' no_blas "$DOTREC" run -d y.db blas_native.csv
# month FILE NIGHT: makes the nights of March; from NIGHT on shm takes 1e6 times longer
month() {
	cp x.db "$1"
	nights "$1" 30 "UPDATE summary SET median_ns = median_ns / 1e6
		WHERE cell_id IN (SELECT c.cell_id FROM v_cell AS c
		JOIN night AS n ON n.run_id = c.run_id
		WHERE strategy = 'shm' AND i < $2);"
}
month month.db 27
month tonight.db 28 # the next night confirms it, because it is the fourth
code 1 'a regression was confirmed' "$DOTREC" check -d month.db
code 2 'a word that is no command' "$DOTREC" runn
code 2 'a plan with an unknown word' "$DOTREC" run -d y.db wrong.c
code 3 'some cells failed' "$DOTREC" run -d y.db small_late.csv
code 4 'nothing could be measured' no_blas "$DOTREC" run -d y.db blas.csv
code 4 'the last night is absent' "$DOTREC" status -d month.db --now 2026-04-03T12:00:00Z
[ ! -e wrong.so ] ||
	code 5 'a product is wrong' wrong_blas "$DOTREC" run -d y.db blas.csv
code 5 'a report that has no manifest' "$DOTREC" report -d x.db --verify empty
start_long
code 6 'a run is still being run' "$DOTREC" run -d x.db --resume last
kill -INT "$runner"
finish
expect_equal 'interrupted by SIGINT' 130 "$code"
code 7 'no database' "$DOTREC" query runs -d nosuch.db
code 7 'no place for a copy' "$DOTREC" backup -d x.db nosuch/copy.db
code 8 'no gnuplot' bare "$DOTREC" report -d x.db -o rep course
signalled 143 'interrupted by SIGTERM' TERM "$DOTREC" run -d y.db late_endless.csv

# ---- several exit codes apply ------------------------------------------

tonight() { # COMMAND...: runs it on the night after that month
	cp tonight.db z.db
	"$@" --no-remeasure -d z.db --now 2026-04-01T01:00:00Z
}
code 4 '4 > 3: nothing measured, and all failed' "$DOTREC" run -d y.db late.csv
code 4 '4 > 9: nothing measured, and nobody told' \
	tonight "$DOTREC" nightly --notify false late.csv
expect_text out 'nothing was measured' "'false' exited with status 1"
code 8 '8 > 1 and 9: a regression, no gnuplot, and nobody told' \
	tonight bare "$DOTREC" nightly --notify false small.csv
expect_text out regressed gnuplot "'false' exited with status 1"
code 8 '8 > 1: a regression, and no gnuplot' \
	tonight bare "$DOTREC" nightly small.csv
expect_text out regressed gnuplot
code 8 '8 > 3: some cells failed, and no gnuplot' \
	tonight bare "$DOTREC" nightly small_late.csv
code 7 '7 > 8 and 1: those, and no place for the copy' \
	tonight bare "$DOTREC" nightly -b no/x.db small.csv
expect_text out regressed gnuplot 'no/x.db'
if command -v gnuplot >/dev/null; then
	code 1 '1 > 3: a regression, and some cells failed' \
		tonight "$DOTREC" nightly small_late.csv
	expect_text out regressed 'some cells failed'
	code 1 '1 > 9: a regression, and nobody told' \
		tonight "$DOTREC" nightly --notify false small.csv
	expect_text out regressed "'false' exited with status 1"
	code 9 '9 > 3: some cells failed, and nobody told' \
		"$DOTREC" nightly -d told.db --notify false small_late.csv
	expect_text out 'some cells failed' "'false' exited with status 1"
	code 9 'nobody told of a night that was well' \
		"$DOTREC" nightly -d told.db --notify false small.csv
	expect_text out "the notification failed: 'false' exited with status 1"
fi
code 8 'a report without pictures' bare "$DOTREC" report -d x.db -o rep course
echo 0 >>rep/course.csv
code 5 '5 > 8: a figure differs, and no gnuplot' bare "$DOTREC" report -d x.db --verify rep
if [ -e wrong.so ]; then
	code 5 '5 > 3: a wrong product, and a cell that failed' \
		wrong_blas "$DOTREC" run -d y.db wrong_late.csv
	export DOTREC_BLAS=./wrong.so
	code 5 '5 > 8, 1 and 3: those, a regression, and no gnuplot' \
		tonight bare "$DOTREC" nightly wrong_late_small.csv
	expect_text out 'wrong results' regressed gnuplot
	code 7 '7 > 5: those, and no place for the copy' \
		tonight bare "$DOTREC" nightly -b no/x.db wrong_late_small.csv
	signalled 143 '143 > 5: SIGTERM after a wrong product' TERM \
		"$DOTREC" run -d y.db blas_endless.csv
	unset DOTREC_BLAS
fi
signalled 130 '130 > 4 and 3: SIGINT when all has failed' INT \
	"$DOTREC" run -d y.db late_endless.csv
signalled 130 '130 > 9: SIGINT, and nobody told' INT \
	"$DOTREC" nightly -v -d new.db --notify false late_endless.csv
