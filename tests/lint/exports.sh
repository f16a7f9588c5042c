#!/bin/sh
# What a file of the program exports is used by another one, or by a test or
# bench; else it is static, or goes.
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

# Functions (T) and data (B, D, R) that are defined, then what others define.
nm -g "$library" "$top_builddir"/src/main.o >"$work/symbols" 2>/dev/null
awk 'NF == 3 && $2 ~ /^[BDRT]$/ && $3 !~ /^__/ { print $3 }' "$work/symbols" |
	sort -u >"$work/defined"
awk 'NF == 2 && $1 == "U" { print $2 }' "$work/symbols" | sort -u >"$work/used"
cat "$top_srcdir"/tests/unit/*.[ch] "$top_srcdir"/bench/*.[ch] |
	grep -oE '[A-Za-z_][A-Za-z_0-9]*' | sort -u >"$work/tested"
echo main >>"$work/used"

# unused: the names on stdin that nobody else names
unused() {
	grep -vxF -f "$work/used" | grep -vxF -f "$work/tested" || :
}
if [ "$(printf 'err_set\nnobody_calls_it\n' | unused)" != nobody_calls_it ]; then
	echo 'failed: the lint does not see what it must see'
	exit 1
fi
echo "$(wc -l <"$work/defined") exports"
[ -s "$work/defined" ]
unused <"$work/defined" >"$work/unused"
[ -s "$work/unused" ] || exit 0
sed 's/$/: exported, and nobody else uses it: static?/' "$work/unused"
exit 1
