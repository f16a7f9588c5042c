# shellcheck shell=sh
# The strategy `mpi` in a plan beside others: every repeat is ok, and those of the
# kernel `native` have the bits of the serial product for every number of ranks and
# slices and both placements.
. "${0%/*}/lib.sh"
long_test
need sqlite3
need_mpi

cat >plan.csv <<'PLAN'
strategy,kernel,dtype,n,workers,chunks,placement,repeats
serial,native blas,f64 f32,1000 100003,1,1,free,3
shm,native,f64,1000 100003,2,1,free pinned,3
mpi,native,f64 f32,1000 100003,2,1,resident scatter,3
mpi,blas,f64,1000 100003,2,3,resident,3
mpi,native,f64,100003,1 3 4,1 3,free,3
mpi,native,f64,3,4,2,resident scatter,3
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
expect_accounts 'planned = ok AND planned = 3'
expect_equal "bits of a product" 1 "$(ask x.db "SELECT count(DISTINCT result_bits)
	FROM v_sample WHERE kernel = 'native' AND dtype = 'f64' AND n = 100003")"
# "free", the default, means resident
expect_equal "placements" 'resident scatter' "$(ask x.db "SELECT DISTINCT placement
	FROM v_cell WHERE strategy = 'mpi' ORDER BY 1" | paste -s -d ' ' -)"
# all ranks are on this host, so that the phases are known; they balance by the schema
expect_equal "repeats with unknown phases" 0 "$(ask x.db "SELECT count(*) FROM v_sample
	WHERE strategy = 'mpi' AND (spawn_ns IS NULL OR dispatch_ns IS NULL
		OR compute_ns IS NULL OR collect_ns IS NULL)")"
expect_equal "bytes sent to two ranks, per call" '0|7808' "$(ask x.db "
	SELECT max(iif(placement = 'resident', sent_bytes / calls, NULL)),
		max(iif(placement = 'scatter', sent_bytes / calls, NULL))
	FROM v_sample WHERE strategy = 'mpi'
	AND n = 1000 AND dtype = 'f64' AND kernel = 'native'")"
expect_equal "facts of the ranks" 1 "$(ask x.db "SELECT count(*) FROM run
	WHERE json_extract(host_before, '$.peer_mpi') LIKE 'dotrec-mpi-rank % mpi=_%'")"
wait_until nobody_left

# By hand the program of the ranks is a peer like others.
RANK=$top_builddir/dotrec-mpi-rank
expect_exit 0 "$DOTREC" peer check \
	"OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
	OMPI_MCA_rmaps_base_oversubscribe=1 mpirun -n 2 '$RANK'"
