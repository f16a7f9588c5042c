#!/bin/sh
# A plan with every Python peer beside the strategies of dotrec runs through: every repeat is
# ok, numpy is the base of the others, and what the peers said of themselves is recorded.
. "${0%/*}/lib.sh"
long_test
need sqlite3
need_python_peers

others=$(python_peers | tr ' ' '\n' | grep -vx numpy | sed 's/^/peer:/' | paste -s -d ' ' -)
sizes='1000 2000 100000 1000000'
mpi=
[ ! -x "$top_builddir/dotrec-mpi-rank" ] || ! command -v mpirun >/dev/null || mpi=mpi
cat >plan.csv <<PLAN
strategy,kernel,dtype,n,workers,chunks,repeats
serial fork pipe shm ring thread $mpi,native,f64,$sizes,2,1,3
peer:numpy,numpy,f64,$sizes,1,1,3
$others,numpy,f64,$sizes,2,2,3
peer:numpy,numpy,f32,1000,1,1,3
$others,numpy,f32,1000,2,2,3
PLAN
DOTREC_PEERS=$top_srcdir/peers
export DOTREC_PEERS
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
expect_accounts 'planned = ok AND planned = 3'
expect_equal "cells of peers" 35 "$(ask x.db "SELECT count(*) FROM v_cell
	WHERE strategy LIKE 'peer:%'")"
expect_equal "cells of peers without the speed-up against numpy" '' "$(ask x.db "
	SELECT series FROM v_speedup WHERE strategy LIKE 'peer:%'
	AND base NOT LIKE 'peer:numpy/%'")"
expect_equal "repeats of peers with unknown phases" 0 "$(ask x.db "
	SELECT count(*) FROM v_sample WHERE strategy LIKE 'peer:%'
	AND (compute_ns IS NULL OR dispatch_ns IS NULL)")"
wait_until nobody_left
