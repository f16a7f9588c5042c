#!/bin/sh
# No string literal in src/ is SQL: statements belong in sql/.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"

# sql FILE...: prints literals that begin with a statement, or have one after a ;
sql() {
	awk -v strings=1 -f "$top_srcdir/tests/lint/strip.awk" "$@" | awk '
	BEGIN {
		verb = "SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|" \
			"PRAGMA|ATTACH|DETACH|VACUUM|BEGIN|COMMIT|ROLLBACK|" \
			"SAVEPOINT|RELEASE|REINDEX|ANALYZE|EXPLAIN|WITH|VALUES"
		shout = ":([^:]*;)?[ \t]*(" verb ")([ \t;\\\\%(]|$)"
		phrase = ":([^:]*;)?[ \t]*(select .* from |insert into |" \
			"update .* set |delete from |create (table|view|index|" \
			"temp|trigger|unique)|drop (table|view|index)|pragma )"
	}
	$0 ~ shout || tolower($0) ~ phrase'
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

cat >"$dir/bad.c" <<'C'
const char *a = "SELECT 1";
const char *b = "x; DELETE" " FROM t";
const char *c = "pragma user_version";
const char *d = "insert into t values (1)";
/* "SELECT in a comment" */
const char *fine = "not a query; write a SELECT", *too = "create", *e = "begin";
const char *f = "  CREATE TABLE \"t\" (a)";
const char *g = "BEGIN";
C
sql "$dir/bad.c" | sed 's/^[^:]*:\([0-9]*\):.*/\1/' >"$dir/found"
printf '%s\n' 1 2 3 4 7 8 | diff - "$dir/found" || {
	echo 'failed: this lint misses planted errors (<) or reports too much (>)'
	exit 1
}

# a build inside the source tree makes a C file of the SQL files, which is left out
find "$top_srcdir/src" -name '*.[ch]' ! -path '*/db/sql.c' |
	sort >"$dir/files"
[ -s "$dir/files" ]
# shellcheck disable=SC2046 # our file names have no blanks
sql $(cat "$dir/files") >"$dir/wrong"
cat "$dir/wrong"
[ ! -s "$dir/wrong" ]
