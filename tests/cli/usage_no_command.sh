#!/bin/sh
# Without a command, or with an unknown one, dotrec exits with 2 and prints its usage.
. "${0%/*}/lib.sh"

expect_exit 2 "$DOTREC"
expect_text err 'dotrec --help'
expect_empty out
expect_exit 2 "$DOTREC" runn
expect_text err "unknown command 'runn'" 'dotrec --help'
expect_empty out
