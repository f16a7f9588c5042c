# shellcheck shell=sh
# The same source of the ranks works with MPICH, and has the same bits.
. "${0%/*}/lib.sh"
long_test
need sqlite3 mpicc.mpich mpirun.mpich
! grep -q '__asan_init\|__gcov_init' "$top_builddir/libdotrec.a" ||
	skip "built with sanitizers, or to count lines"

mpicc.mpich -O2 -std=gnu11 -DPACKAGE_VERSION='"test"' -I"$top_srcdir/src" -o rank \
	"$top_srcdir"/src/mpi/*.c "$top_builddir/libdotrec.a" \
	"$top_builddir"/libnative*.a -lm -ldl
DOTREC_MPI_RANK=$PWD/rank
export DOTREC_MPI_RANK

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,placement,repeats
serial,native,1000 100003,1,free,2
mpi,native,1000 100003,1 2 3,resident scatter,2
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db --mpi-launcher mpirun.mpich plan.csv
expect_accounts 'planned = ok AND planned = 2'
expect_equal "the library" 1 "$(ask x.db "SELECT
	json_extract(host_before, '$.peer_mpi') LIKE '%MPICH%' FROM run")"
wait_until nobody_left
