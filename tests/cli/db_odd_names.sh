#!/bin/sh
# A database may have any file name, even one like an option, a URI or a query.
. "${0%/*}/lib.sh"

printf 'strategy,n,repeats\nserial,1000,2\n' >plan.csv
mkdir deep
for db in -x.db file:x.db 'a b?mode=memory' 'é.db' deep/:memory: \
	"$PWD/absolute.db"; do
	expect_exit 0 "$DOTREC" run -q -d "$db" plan.csv
	[ -f "./$db" ] || [ -f "$db" ] || fail "no file '$db'"
	expect_exit 0 "$DOTREC" list runs -d "$db"
	expect_text out finished
done
