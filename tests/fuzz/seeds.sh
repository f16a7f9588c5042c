#!/bin/sh
# Every fuzz target accepts its seeds, among them every input that once broke it, also
# if built without libFuzzer.
. "${0%/*}/lib.sh"

for target in $(fuzz_targets); do
	seeds=$top_srcdir/tests/fuzz/seeds/$target
	expect_exit 0 env TMPDIR="$work" "$top_builddir/tests/fuzz/$target" \
		"$seeds"
	[ "$target" = query ] || # it redirects stdout to /dev/null
		expect_text out "$(find "$seeds" -type f | wc -l) inputs"
done
