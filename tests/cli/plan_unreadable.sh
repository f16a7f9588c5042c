#!/bin/sh
# A plan file with a read error is not the user's mistake: exit code 7, not 2.
. "${0%/*}/lib.sh"

# reading the memory of a process at address 0 is an I/O error
expect_exit 7 "$DOTREC" plan /proc/self/mem
expect_text err "cannot read the plan '/proc/self/mem'"
grep -qE 'Input/output error|I/O error' err || fail 'no reason' # glibc's words, and musl's
expect_exit 7 "$DOTREC" run -d x.db /proc/self/mem
expect_exit 7 "$DOTREC" import -d x.db /proc/self/mem
expect_exit 7 "$DOTREC" replay /proc/self/mem
expect_equal "files" 'err out' "$(names .)"
expect_exit 2 "$DOTREC" plan nosuch.csv
expect_exit 2 "$DOTREC" import -d x.db nosuch.csv
expect_exit 2 "$DOTREC" import -d x.db .
expect_exit 2 "$DOTREC" plan "$(printf '%0300d' 0)"
ln -s loop loop
expect_exit 2 "$DOTREC" plan loop
