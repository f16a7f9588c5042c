#!/bin/sh
# An unknown option, a missing argument and a surplus operand exit with 2.
. "${0%/*}/lib.sh"

for command in 'run' 'plan' 'report' 'query runs' 'list runs'; do
	# shellcheck disable=SC2086 # a command and its operand
	set -- $command
	expect_exit 2 "$DOTREC" "$@" --nosuch
	expect_text err "'--nosuch'" --help
	expect_empty out
	expect_exit 2 "$DOTREC" "$@" -Z
	expect_text err "'-Z'" --help
	expect_empty out
	expect_exit 2 "$DOTREC" "$@" --db
	expect_text err "'--db' needs an argument" --help
	expect_empty out
	expect_exit 2 "$DOTREC" "$@" -d
	expect_text err "'-d' needs an argument" --help
	expect_empty out
done
for command in 'run a.csv' 'plan a.csv' 'list runs'; do
	# shellcheck disable=SC2086 # a command and its operand
	expect_exit 2 "$DOTREC" $command surplus
	expect_text err "'surplus'" --help
	expect_empty out
done
expect_exit 2 "$DOTREC" query
expect_text err "which query?"
expect_exit 2 "$DOTREC" run --seed ten
expect_text err "--seed: 'ten'"
expect_exit 2 "$DOTREC" run --seed -1
expect_exit 2 "$DOTREC" run --label "$(printf '\377')"
expect_text err '--label' UTF-8
expect_equal "files" "err out" "$(names .)"
