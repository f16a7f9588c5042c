#!/bin/sh
# libFuzzer finds no input with which a fuzz target crashes, leaks or hangs, in
# DOTREC_FUZZ_SECONDS per target (5; 600 in `make fuzz`; 0 skips the test).
. "${0%/*}/lib.sh"

seconds=${DOTREC_FUZZ_SECONDS:-${DOTREC_FUZZ_LONG:+600}}
: "${seconds:=5}"
[ "$seconds" -gt 0 ] || skip "DOTREC_FUZZ_SECONDS is 0"
need_fuzz_build
# databases of targets are kept in memory if possible, which avoids waiting for a disk
shm=
[ ! -w /dev/shm ] || shm=$(mktemp -d -p /dev/shm)
export TMPDIR="${shm:-$work}"
trap '[ -z "$shm" ] || rm -rf "$shm"; clean_up' EXIT

# fuzz TARGET: runs libFuzzer; inputs that it finds are kept in the build directory
fuzz() {
	_seeds=$top_srcdir/tests/fuzz/seeds/$1
	_dict=$top_srcdir/tests/fuzz/dict/$1.dict
	mkdir -p "$work/$1.corpus"
	set -- "$1" -artifact_prefix="$fuzz_build/crashes/$1-"
	set -- "$@" -dict="$_dict"
	_target=$1
	shift
	"$fuzz_build/tests/fuzz/$_target" -max_total_time="$seconds" \
		-timeout=60 -rss_limit_mb=1024 -max_len=8192 -close_fd_mask=2 \
		-print_final_stats=1 "$@" "$work/$_target.corpus" "$_seeds" \
		>"$_target.log" 2>&1 || : >"$_target.bad"
}

# runs two targets at a time
for target in $(fuzz_targets); do
	if [ -z "$runner" ]; then
		fuzz "$target" &
		runner=$!
	else
		fuzz "$target"
		wait "$runner"
		runner=
	fi
done
[ -z "$runner" ] || wait "$runner"
runner=

for target in $(fuzz_targets); do
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$target.log")
	echo "$target: ${runs:-0} inputs in $seconds s"
	# libFuzzer begins with all seeds, so it must have run more inputs than those
	[ "${runs:-0}" -gt "$(find "$top_srcdir/tests/fuzz/seeds/$target" \
		-type f | wc -l)" ] || : >"$target.bad"
	[ -e "$target.bad" ] || continue
	tail -n 60 "$target.log"
	echo "to repeat: $fuzz_build/tests/fuzz/$target FILE, where FILE is the" \
		"input named above; keep it in tests/fuzz/seeds/$target"
done
[ -z "$(find . -name '*.bad')" ] || exit 1
