#!/bin/sh
# Over many nights, memory, open files, processes and files do not grow; and setting the
# clock back or forward, between runs or during one, loses no data.
# 10 nights; 300 with DOTREC_FAULT=long.
. "${0%/*}/../cli/lib.sh"
need sqlite3 "${CC:-cc}"
nights=10 early=4
case ${DOTREC_FAULT-} in
no) skip "DOTREC_FAULT is no" ;;
long) nights=300 early=50 ;;
esac
wrong=0

wrongly() {
	printf 'wrong: %s\n' "$*"
	sed 's/^/  err: /' err | head -n 5
	wrong=$((wrong + 1))
}
# shellcheck disable=SC2086 # a compiler and its options
${CC:-cc} -shared -fPIC -o shims.so "$top_srcdir/tests/fault/shims.c" -ldl ||
	skip "no shared libraries"
# odd VARIABLE=VALUE... COMMAND...: runs it on an odd machine, see shims.c
cat >odd <<SH
#!/bin/sh
exec env LD_PRELOAD='$work/shims.so' \\
	ASAN_OPTIONS='${ASAN_OPTIONS:-}:verify_asan_link_order=0' "\$@"
SH
chmod +x odd
# ends CODES WHAT COMMAND...: the command ends with one of the codes
ends() {
	_codes=$1 _what=$2 code=0
	shift 2
	timeout 600 "$@" >out 2>err || code=$?
	case " $_codes " in
	*" $code "*) ;;
	*) wrongly "$_what: exit code $code" ;;
	esac
}

# ---- nights -----------------------------------------------------------------

# used.NIGHT: maximum kB of memory, and open files and threads at the end
printf 'strategy,n,workers,repeats\nserial shm,1000,2,6\n' >plan.csv
mkdir empty
night=0
while [ "$night" -lt "$nights" ]; do
	night=$((night + 1))
	date=$(ask :memory: "SELECT date('2025-12-31', '$night days')")
	# 8: without gnuplot, which is not tested; 1: the noise of this machine
	ends '1 8' "night $date" ./odd SHIM_END=used.$night PATH="$work/empty" \
		"$DOTREC" nightly -d x.db -o reports --now "${date}T01:00:00Z" \
		--thin --no-remeasure plan.csv
	[ "$(find "reports/$date" -type f | wc -l)" -gt 20 ] ||
		wrongly "night $date: no report"
	# old reports are the user's to remove
	rm -rf "reports/$date"
done
expect_equal "nights" "$nights|$((nights * 12))" "$(ask x.db "SELECT count(*),
	sum(planned) FROM v_account_run WHERE status = 'finished' AND missing = 0")"
wait_until nobody_left
read -r memory files threads <"used.$early"
read -r memory_end files_end threads_end <"used.$nights"
expect_equal "open files and threads" "$files $threads" "$files_end $threads_end"
# judging needs more memory until the window of nights is full; a leak would not stop
[ "$memory_end" -lt $((memory * 5 / 4 + 2048)) ] ||
	wrongly "$memory kB in night $early, $memory_end kB in night $nights"
rm -f used.*
expect_equal "files" 'empty err odd out plan.csv reports shims.so x.db x.db.lock' \
	"$(names . | sed 's/ x\.db-[a-z]*//g')"
expect_equal "reports" index.html "$(names reports)"
echo "soak: $nights nights: $memory kB in night $early, $memory_end kB at the end"

# ---- clocks -------------------------------------------------------------------

day=86400
printf 'strategy,n,repeats\nserial,1000,6\n' >plan.csv
clock() { # SECONDS: sets the time of day off by that much
	echo "$1" >skew.new
	mv skew.new skew
}
rm -f x.db*
for by in 0 -$((400 * day)) $((400 * day)) -$day 0; do
	clock "$by"
	ends 0 "a run with the clock off by $by s" ./odd SHIM_SKEW="$work/skew" \
		"$DOTREC" run -q -d x.db plan.csv
done
expect_equal "runs in the order they were made" '1 2 3 4 5' \
	"$(ask x.db "SELECT id FROM run WHERE status = 'finished' ORDER BY id" |
		paste -s -d ' ' -)"
expect_equal "of these, ended before they began" 0 \
	"$(ask x.db 'SELECT count(*) FROM run WHERE finished_utc < started_utc')"

# the clock is set back, and forward, in the middle of a run
for by in -$((2 * day)) $((2 * day)); do
	rm -f y.db*
	clock 0
	printf 'strategy,n,repeats\nserial,1000,6\nserial,2000,40000\n' >long.csv
	: >err
	./odd SHIM_SKEW="$work/skew" "$DOTREC" run -d y.db long.csv >out 2>err &
	runner=$!
	wait_until grep -q 'block 1 of 2' err
	clock "$by"
	finish
	[ "$code" -eq 0 ] || wrongly "a clock set by $by s during a run: exit code $code"
	[ "$(ask y.db "SELECT status, planned, ok FROM v_account_run")" = \
		'finished|40006|40006' ] || wrongly "a clock set by $by s: rows"
	[ "$(ask y.db 'SELECT sum(total_ns < 0 OR start_ns < 0) FROM sample')" = 0 ] ||
		wrongly "a clock set by $by s: a time below zero"
	for command in 'check' 'status' 'query night' 'query nights' 'query runs' \
		'report -o rep course' 'export' 'prune --yes'; do
		# shellcheck disable=SC2086 # a command and its operands
		ends '0 3 4' "'$command' after a clock set by $by s" ./odd \
			SHIM_SKEW="$work/skew" "$DOTREC" $command -q -d y.db
	done
done

# a run is killed, and resumed after the clock was set back
rm -f y.db*
clock 0
: >err
./odd SHIM_SKEW="$work/skew" "$DOTREC" run -d y.db long.csv >out 2>err &
runner=$!
wait_until grep -q 'block 1 of 2' err
kill -KILL "$runner"
finish
wait_until nobody_left
clock -$((30 * day))
ends 0 "resumed with the clock a month back" ./odd SHIM_SKEW="$work/skew" \
	"$DOTREC" run -q --resume last -d y.db
[ "$(ask y.db 'SELECT status, ok FROM v_account_run')" = 'finished|40006' ] ||
	wrongly "resumed with the clock a month back: rows"

# one night with a clock in the far future, then nights with the right clock
rm -f z.db*
for by in 0 $((3000 * day)) $day $((2 * day)); do
	clock "$by"
	ends '0 1 8' "a night with the clock off by $by s" ./odd PATH="$work/empty" \
		SHIM_SKEW="$work/skew" "$DOTREC" nightly -d z.db -o rep \
		--thin --no-remeasure plan.csv
done
expect_equal "nights, all kept whole" '4|24' "$(ask z.db "SELECT count(*), sum(ok)
	FROM v_account_run WHERE status = 'finished'")"
expect_equal "nights judged" 4 "$(ask z.db 'SELECT count(DISTINCT run_id) FROM verdict')"
echo 'soak: clocks: 14 runs and nights'

echo "fault: soak: $nights nights and 14 clocks, $wrong wrong, 0 left behind"
[ "$wrong" -eq 0 ]
