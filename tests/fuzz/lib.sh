# shellcheck shell=sh
# Shared by the fuzz tests: the instrumented build, which is kept in the build directory,
# and the options of the sanitizers. Short forms run in `make check`; `make fuzz` sets
# DOTREC_FUZZ_LONG.
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"
: "${top_builddir:=$PWD}"
. "$top_srcdir/tests/cli/lib.sh"

fuzz_build=$top_builddir/build-fuzz

# need_fuzz_build: builds dotrec and the targets with clang's sanitizers and libFuzzer in
# $fuzz_build; a lock lets only one of several tests build
need_fuzz_build() {
	need clang flock
	echo 'int main(void) { return 0; }' >tiny.c
	clang -fsanitize=fuzzer-no-link,address,undefined tiny.c -o tiny \
		2>err || skip "clang has no sanitizers or no libFuzzer"
	mkdir -p "$fuzz_build/crashes"
	_source=$(cd "$top_srcdir" && pwd)
	# shellcheck disable=SC2046 # one word per program
	(
		flock 9 && cd "$fuzz_build" && {
			[ -f Makefile ] || "$_source/configure" -q CC=clang \
				--enable-fuzz CFLAGS="-O1 -g"
		} && make -s CC=clang -j "$(nproc)" dotrec $(fuzz_programs)
	) 9>"$fuzz_build/lock" >out 2>&1 || fail "the build with sanitizers"
}

# fuzz_targets: prints the names of the targets in Makefile.am
fuzz_targets() {
	sed -n 's|^tests_fuzz_\([a-z_]*\)_LDADD.*|\1|p' \
		"$top_srcdir/Makefile.am"
}
fuzz_programs() {
	fuzz_targets | sed 's|^|tests/fuzz/|' | tr '\n' ' '
}

# the first report of a sanitizer ends the program; leaks are reported, too
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:quarantine_size_mb=64
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
