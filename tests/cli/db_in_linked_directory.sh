#!/bin/sh
# The directory of a database may be reached through a symbolic link.
. "${0%/*}/lib.sh"

printf 'strategy,n,repeats\nserial,1000,2\n' >plan.csv
mkdir real
ln -s real link
expect_exit 0 "$DOTREC" run -d link/x.db plan.csv
expect_exit 0 "$DOTREC" list runs -d link/x.db
expect_text out finished
