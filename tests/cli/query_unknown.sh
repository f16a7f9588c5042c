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

# the nearest table or column
record
expect_exit 2 "$DOTREC" query -d x.db --sql 'SELECT 1 FROM v_cel'
expect_text err "no such table: v_cel (nearest: 'v_cell')"
expect_exit 2 "$DOTREC" query -d x.db --sql 'SELECT c.serie FROM v_cell AS c'
expect_text err "no such column: c.serie (nearest: 'series')"
expect_exit 2 "$DOTREC" query -d x.db --sql 'SELECT quux FROM v_cell'
expect_text err "no such column: quux"
