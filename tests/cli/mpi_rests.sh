# shellcheck shell=sh
# Between `rest` and `ready` the ranks use next to no CPU: they look for an order fifty
# times a second.
. "${0%/*}/lib.sh"
long_test
need_mpi

# ticks: prints the CPU time that the ranks have used, in clock ticks
ticks() {
	for _pid in $(living dotrec-mpi-rank); do
		sed 's/.*) //' "/proc/$_pid/stat"
	done | awk '{ sum += $12 + $13 } END { print sum + 0 }'
}

mkfifo in
OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
	OMPI_MCA_rmaps_base_oversubscribe=1 mpirun -n 3 "$top_builddir/dotrec-mpi-rank" <in >answers 2>err &
exec 3>in
answer() { grep -q "^$1" answers; }
echo open,100000,f64,native,3,1,resident,1 >&3
wait_until answer opened
echo ready >&3
wait_until answer ready
echo repeat,10 >&3
wait_until answer sample
echo rest >&3
wait_until answer rest

before=$(ticks)
sleep 5
after=$(ticks)
# 5 s of three ranks are 1500 ticks where they spin
[ $((after - before)) -le 30 ] ||
	fail "resting ranks have used $((after - before)) ticks in 5 s"

echo quit >&3
wait_until nobody_left
