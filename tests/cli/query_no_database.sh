#!/bin/sh
# Without a database, commands that only read exit with 7 and create none.
. "${0%/*}/lib.sh"

: >out
: >err
for command in 'query runs' 'list runs' 'list series' 'report'; do
	# shellcheck disable=SC2086 # a command and its operand
	expect_exit 7 "$DOTREC" $command
	expect_empty out
	expect_text err "no database 'dotrec.db'" "'dotrec run' makes one"
	expect_equal "files" "err out" "$(names .)"
done
