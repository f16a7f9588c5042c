#!/bin/sh
# The files of src/ obey the rules of layers.txt, and planted violations are found.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"
lint=$top_srcdir/tests/lint

# judge SRC: prints the violations in SRC, one per line
judge() {
	(cd "$1" && find . -name '*.[ch]' | sed 's|^\./||' | sort |
		xargs awk -f "$lint/strip.awk") >"$dir/code"
	[ -s "$dir/code" ] || echo "no sources in $1"
	awk -f "$lint/layers.awk" "$lint/layers.txt" "$dir/code"
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# a tree in which every line is a violation, except those with the word fine
bad=$dir/bad
mkdir -p "$bad/base" "$bad/run" "$bad/store" "$bad/proc" "$bad/new"
cat >"$bad/base/bad.c" <<'C'
#include "kernel/kernel.h"
#include <csv.h>
#include "err.h"
/* fine: fork() in a comment,
   exit(1) too */ // fine: waitpid(
const char *fine = "fork(), stderr, /* not a comment */"; int fork_it(int);
void f(void) { fprintf(stderr, "x"); }
void g(void) { /* fine */ exit(1); }
C
cat >"$bad/run/bad.c" <<'C'
#include "base/err.h" /* fine */
#include "db/open.h"
#include <sqlite3.h>
#include <sys/mman.h>
int f(void) { return fork () ? waitpid(1, 0, 0) : 0; }
void *g(void) { return mmap(0, 0, 0, 0, 0, 0); }
void h(void) { _exit(0); }
C
cat >"$bad/store/bad.c" <<'C'
#include <sqlite3.h> /* fine */
#include "strategy/strategy.h"
#include <cblas.h>
int f(void *s) { return sqlite3_bind_text(s, 1, "", -1, 0); }
C
cat >"$bad/proc/fine.c" <<'C'
#include <sys/wait.h>
int f(void) { _exit(fork() + waitpid(1, 0, 0) + syscall(SYS_futex)); }
C
echo 'int fine;' >"$bad/new/new.c"
judge "$bad" | sed 's/: .*//' | sort -u >"$dir/found"
cat >"$dir/wanted" <<'TEXT'
base/bad.c:1
base/bad.c:2
base/bad.c:3
base/bad.c:7
base/bad.c:8
new/new.c:1
run/bad.c:2
run/bad.c:3
run/bad.c:4
run/bad.c:5
run/bad.c:6
run/bad.c:7
store/bad.c:2
store/bad.c:3
store/bad.c:4
TEXT
diff "$dir/wanted" "$dir/found" || {
	echo 'failed: this lint misses planted errors (<) or reports too much (>)'
	exit 1
}

judge "$top_srcdir/src" >"$dir/wrong"
sed 's|^|src/|' "$dir/wrong"
[ ! -s "$dir/wrong" ]
