#!/bin/sh
# An unknown query is a usage error whose message names the list of queries.
. "${0%/*}/lib.sh"

record
expect_exit 2 "$DOTREC" query nosuch -d x.db
expect_text err "no query 'nosuch'" 'dotrec list queries'
expect_empty out
expect_exit 2 "$DOTREC" query -d x.db
expect_text err 'which query?' 'dotrec list queries' --sql
expect_empty out
