# shellcheck shell=sh
# `dotrec predict`: what a product may be expected to take, with its interval, from the
# cells of a run; what lies outside the measured range says so.
. "${0%/*}/lib.sh"
need sqlite3

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native,100 200 400 800 1600 3200 6400 12800,1,3
shm,native,100 200 400 800 1600 3200 6400 12800,1 2 4,3
fork,native,400 800 1600 3200 6400 12800,2,3
pipe,native,100 200,2,3
PLAN
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
# a law without noise, on 4 CPUs: 1 us per call and 2 per worker, 4 ns per element
ask x.db "UPDATE run SET host_before = json_set(host_before, '\$.cpus_usable', '4');
UPDATE summary SET median_ns = (SELECT CASE strategy
	WHEN 'serial' THEN 100 + 4.0 * n
	ELSE 1000 + 2000.0 * workers + 4.0 * n / workers END
	FROM v_cell WHERE v_cell.cell_id = summary.cell_id);
UPDATE summary SET value_ln = ln(median_ns);
UPDATE speedup SET ratio = 1, low_ratio = 1, high_ratio = 1"

# guess CURVE COLUMNS OPTION...: prints these columns of the curve
guess() {
	_curve=$1 _columns=$2
	shift 2
	expect_exit 0 "$DOTREC" predict -d x.db -f csv "$@"
	sqlite3 -batch -init /dev/null :memory: '.mode csv' '.import out t' \
		"SELECT $_columns FROM t WHERE curve = '$_curve'"
}
near='CAST(round(time_ns / %s, 2) * 100 AS INTEGER), inside'

# 5000 elements on 3 workers lie inside; 1000 + 6000 + 6667
# shellcheck disable=SC2059 # a format of this test's own
expect_equal "inside, per cent of the law" '100,1' "$(guess 'shm/native/f64 x1' \
	"$(printf "$near" 13667)" --n 5000 --workers 3)"
# a million on 64, which share 4 CPUs; 1000 + 128000 + 1000000
# shellcheck disable=SC2059
expect_equal "outside, in per cent of the law" 1 "$(guess 'shm/native/f64 x1' \
	"time_ns / 1129000 BETWEEN 0.8 AND 1.25 AND inside = 0
	AND low_ns <= time_ns AND time_ns <= high_ns" --n 1e6 --workers 64)"
expect_equal "serial stays at one worker" '1.0,0' "$(guess 'serial/native/f64 x1' \
	'printf("%.1f", workers), inside' --n 1e6 --workers 64)"
expect_equal "one number of workers" '1,1' "$(guess 'fork/native/f64 x1' \
	"time_ns = '', note LIKE 'measured with 2 workers only%'" --n 5000 --workers 3)"
expect_equal "too few cells" '1,1' "$(guess 'pipe/native/f64 x1' \
	"time_ns = '', note LIKE 'measured cells: 2; %'" --n 5000 --workers 2)"

expect_exit 0 "$DOTREC" predict -d x.db --n 1e9 --workers 64
expect_text out 'n = 1000000000 with 64 workers that share 4 CPUs' \
	'outside the measured range: n from 100 to 12800, 1 to 4 workers'
expect_exit 0 "$DOTREC" predict -d x.db --n 1e9 --workers 64 --cpus 64 -f markdown
expect_text out 'share 64 CPUs' '| shm/native/f64 x1'
# the error is explained where it is known, which needs cells of n >= 100000
! grep -q "The error is" out || fail "an error that is not there is explained"
ask x.db "UPDATE series SET n = n * 1000"
expect_exit 0 "$DOTREC" predict -d x.db --n 1e7 --workers 2
expect_text out 'The error is at most this in 9 of 10 cells of n >= 100000, each predicted from'

for bad in '--n 0' '--n 1.5' '--n x' '--n 1e13' '--n nan'; do
	# shellcheck disable=SC2086 # an option and its value
	expect_exit 2 "$DOTREC" predict -d x.db --workers 2 $bad
	expect_text err "--n: '${bad#--n }' is not a whole number from 1 to 1e+12"
done
expect_exit 2 "$DOTREC" predict -d x.db --n 5
expect_text err '--workers is missing'
expect_exit 2 "$DOTREC" predict -d x.db --n 5 --workers 2 --run nothing

printf 'strategy,n,repeats\nserial,1000,3\n' >small.csv
"$DOTREC" run -q -d small.db small.csv >out 2>err
expect_exit 4 "$DOTREC" predict -d small.db --n 5 --workers 2
expect_text out 'measured cells: 1; a prediction needs 6 to 250'
