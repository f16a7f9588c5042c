#!/bin/sh
# Every fuzz target takes its seeds, and every input that once broke it, with any
# compiler.
. "${0%/*}/lib.sh"

for target in $(fuzz_targets); do
	seeds=$top_srcdir/tests/fuzz/seeds/$target
	expect_exit 0 env TMPDIR="$work" "$top_builddir/tests/fuzz/$target" \
		"$seeds"
	[ "$target" = query ] || # its answers went to stdout
		expect_text out "$(find "$seeds" -type f | wc -l) inputs"
done
