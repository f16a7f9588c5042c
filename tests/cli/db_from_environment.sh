#!/bin/sh
# The database is the argument of -d, else $DOTREC_DB, else ./dotrec.db.
. "${0%/*}/lib.sh"

printf 'strategy,n,repeats\nserial,1000,2\n' >plan.csv
"$DOTREC" run -q --label here plan.csv
DOTREC_DB=env.db "$DOTREC" run -q --label environment plan.csv
DOTREC_DB=env.db "$DOTREC" run -q --label option -d opt.db plan.csv
for run in dotrec:here env:environment opt:option; do
	expect_exit 0 "$DOTREC" list runs -d "${run%:*}.db"
	expect_text out " ${run#*:} "
	expect_equal "lines" 3 "$(wc -l <out)"
done
DOTREC_DB=env.db
export DOTREC_DB
expect_exit 0 "$DOTREC" list runs
expect_text out ' environment '
expect_exit 0 "$DOTREC" list runs --db dotrec.db
expect_text out ' here '
