#!/bin/sh
# configure refuses a compiler for 32 bits, and says why.
. "${0%/*}/lib.sh"
need gcc make

[ -x "$top_srcdir/configure" ] || skip "the source tree has no configure"
[ ! -e "$top_srcdir/config.status" ] || skip "the source tree is configured itself"
echo 'int main(void) { return 0; }' >main.c
gcc -m32 -o main main.c 2>/dev/null ||
	skip "gcc -m32 makes no programs (Debian: lib32gcc-12-dev, libc6-dev-i386)"
# with a host, because not every kernel runs programs of 32 bits
expect_exit 1 "$top_srcdir/configure" --host=i686-linux-gnu CC='gcc -m32'
expect_text err 'dotrec needs a 64-bit system'
