#!/bin/sh
# The tests of pages find a page that shows what its commands do not print, a block of
# commands that is not marked, and a command that fails.
. "${0%/*}/lib.sh"
# shellcheck source=tests/cli/pages.sh
. "$top_srcdir/tests/cli/pages.sh"

printf 'one\ntwo 2 ns\nthree\n' >said
expect_same() { # LINES, with \n between them
	printf '%b' "$1" >shown
	same shown said >difference || fail "differs: $1"
}
expect_differs() {
	printf '%b' "$1" >shown
	! same shown said >difference || fail "the same: $1"
}
expect_same 'one\ntwo 2 ns\nthree\n'
expect_same '...\nthree\n'
expect_same 'one\n...\n'
expect_same 'one\n...\nthree\n'
expect_same 'one\n...\ntwo 2 ns\nthree\n'
expect_differs 'one\nthree\n'
expect_differs 'one\ntwo 2 ns\n'
expect_differs '...\nfour\n'
expect_differs 'one\ntwo 3 ns\nthree\n'
expect_differs 'three\n...\none\n'
printf 'one two 17 us three\n' >shown
alike shown said >difference || fail "figures count"
printf 'one two four five\n' >shown
! alike shown said >difference || fail "other words do not count"
printf '5 ns\n' >shown
! alike shown said >difference || fail "no words are alike"

# page TEXT...: a page of these lines, in a tree of its own
mkdir -p tree/tests/cli
cp "$top_srcdir/tests/cli/pages.awk" tree/tests/cli
page() {
	printf '%s\n' "$@" >tree/page.md
	(top_srcdir=$PWD/tree && run_page page.md) >result 2>&1
}
page '<!-- test -->' '```sh' 'echo a' '```' '<!-- output -->' '```' 'a' '```' ||
	fail "a right page: $(cat result)"
! page '<!-- test -->' '```sh' 'echo b' '```' '<!-- output -->' '```' 'a' '```' ||
	fail "another output is not found"
expect_text result 'block 01 of page.md does not print what the page shows'
! page '<!-- test -->' '```sh' 'echo a' 'false' 'true' '```' || fail "false does not fail"
expect_text result 'exit code 1 of block 01'
! page '```sh' 'echo a' '```' || fail "a block without a mark is not found"
expect_text result 'page.md:1: a block of commands is neither tested nor says why not'
! page '<!-- test -->' 'words' || fail "a mark without a block is not found"
! page 'words' || fail "a page without commands passes"
