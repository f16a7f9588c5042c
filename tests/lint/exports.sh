#!/bin/sh
# Every exported symbol of the program is used by another file, a test or a bench;
# otherwise it should be static or removed.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"
: "${top_builddir:=$PWD}"
library=$top_builddir/libdotrec.a
if [ ! -f "$library" ] || ! command -v nm >/dev/null; then
	echo "skipped: no nm, or nothing is built in $top_builddir"
	exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Defined functions (T) and data (B, D, R), then the symbols used but not defined (U).
nm -g "$library" "$top_builddir"/libnative*.a "$top_builddir"/src/main.o >"$work/symbols" 2>/dev/null
awk 'NF == 3 && $2 ~ /^[BDRT]$/ && $3 !~ /^__/ { print $3 }' "$work/symbols" |
	sort -u >"$work/defined"
awk 'NF == 2 && $1 == "U" { print $2 }' "$work/symbols" | sort -u >"$work/used"
cat "$top_srcdir"/tests/unit/*.[ch] "$top_srcdir"/bench/*.[ch] |
	grep -oE '[A-Za-z_][A-Za-z_0-9]*' | sort -u >"$work/tested"
echo main >>"$work/used"

# unused: filters the names on stdin that neither other files nor tests use
unused() {
	grep -vxF -f "$work/used" | grep -vxF -f "$work/tested" || :
}
if [ "$(printf 'err_set\nnobody_calls_it\n' | unused)" != nobody_calls_it ]; then
	echo 'failed: this lint does not find a planted error'
	exit 1
fi
echo "$(wc -l <"$work/defined") exports"
[ -s "$work/defined" ]
unused <"$work/defined" >"$work/unused"
[ -s "$work/unused" ] || exit 0
sed 's/$/: exported, but no other file uses it; make it static/' "$work/unused"
exit 1
