#!/bin/sh
# In v_account, planned = ok + wrong + failed + timeout + skipped + missing.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,kernel,n,repeats\nserial,blas native,1000,3\n' >plan.csv
expect_exit 0 env DOTREC_BLAS=/nonexistent "$DOTREC" run -d x.db plan.csv
record
expect_equal "cells, those that do not add up, skipped, ok, missing" \
	'11|0|3|66|0' "$(
	ask x.db "SELECT count(*), sum(planned <>
			ok + wrong + failed + timeout + skipped + missing),
			sum(skipped), sum(ok), sum(missing) FROM v_account")"
expect_equal "cells whose ok is not that of v_sample" 0 "$(
	ask x.db "SELECT count(*) FROM v_account AS a WHERE ok <>
		(SELECT count(*) FROM v_sample AS s
		WHERE s.cell_id = a.cell_id AND s.status = 'ok')")"
