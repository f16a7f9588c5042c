#!/bin/sh
# Every header of src/ compiles by itself, also if included twice.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"
: "${CC:=cc}"

# compile: compiles the C on stdin
compile() {
	# shellcheck disable=SC2086 # a compiler and its options
	$CC -std=gnu11 -D_GNU_SOURCE -Wall -Werror -I "$top_srcdir/src" \
		${SQLITE_CFLAGS-} -fsyntax-only -x c -
}
echo 'int x;' | compile 2>/dev/null || {
	echo "skipped: no C compiler '$CC'"
	exit 77
}
if echo 'struct a { size_t n; };' | compile 2>/dev/null; then
	echo 'failed: this lint does not find a planted error'
	exit 1
fi

wrong=0 count=0
for header in $(cd "$top_srcdir/src" && find . -name '*.h' | sort); do
	count=$((count + 1))
	printf '#include "%s"\n#include "%s"\n' "$header" "$header" | compile || {
		echo "src/${header#./}: does not compile by itself"
		wrong=1
	}
done
echo "$count headers"
[ "$count" -gt 0 ] && [ "$wrong" -eq 0 ]
