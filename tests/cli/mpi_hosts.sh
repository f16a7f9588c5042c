# shellcheck shell=sh
# Ranks on three hosts that talk TCP: network namespaces with names of their own. The bits
# are those of the serial product, no clock of another host is used, and a host that is
# cut off is a failed repeat within its time-out, after which nothing is left.
. "${0%/*}/lib.sh"
long_test
need sqlite3 ip unshare
need_mpi
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
mpirun --version | grep -q 'Open MPI\|OpenRTE' || skip "mpirun is not that of Open MPI"
unshare --net --mount --pid --fork --mount-proc true 2>err ||
	skip "no namespaces: $(cat err)"

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,placement,repeats
serial,native,1000 100003,1,free,2
mpi,native,1000 100003,3 6,resident scatter,2
PLAN
cat >cut.csv <<'PLAN'
strategy,kernel,n,workers,repeats,timeout_ms
serial,native,1000,1,2,20000
mpi,native,30000000,3,1000,20000
serial,native,2000,1,2,20000
PLAN

# host NAME COMMAND...: runs the command on that host
cat >host <<'SH'
name=$1
shift
exec ip netns exec "$name" unshare --uts sh -c 'hostname "$0"; exec "$@"' "$name" "$@"
SH
# what mpirun uses instead of ssh: [OPTION...] HOST WORD...
cat >agent <<SH
#!/bin/sh
while :; do case \$1 in -*) shift ;; *) break ;; esac; done
host=\$1
shift
exec sh '$PWD/host' "\$host" sh -c "\$*"
SH
chmod +x agent
cat >launch <<SH
exec sh '$PWD/host' h1 mpirun --mca plm_rsh_agent '$PWD/agent' --mca btl self,vader,tcp \
	--mca btl_tcp_if_include eth0 --mca oob_tcp_if_include eth0 \
	--mca mpi_yield_when_idle 1 --host h1:4,h2:4,h3:4 --map-by node "\$@"
SH

# runs inside namespaces of its own, which vanish with everything in them
cat >inside <<'SH'
set -eu
mount -t tmpfs tmpfs /run
ip link set lo up
ip link add brx type bridge
ip link set brx up
echo 127.0.0.1 localhost >hosts
for i in 1 2 3; do
	ip netns add "h$i"
	ip link add "v$i" type veth peer name eth0 netns "h$i"
	ip link set "v$i" master brx up
	ip -n "h$i" addr add "10.77.0.$i/24" dev eth0
	ip -n "h$i" link set eth0 up
	ip -n "h$i" link set lo up
	echo "10.77.0.$i h$i" >>hosts
done
mount --bind hosts /etc/hosts
"$DOTREC" run -q -d x.db --mpi-launcher "sh $PWD/launch" plan.csv

# the third host is cut off while the ranks compute
"$DOTREC" run -d cut.db --mpi-launcher "sh $PWD/launch" cut.csv 2>cut.err &
until grep -q 'block 1 of 3' cut.err; do sleep 0.1; done
until [ "$(pgrep -c dotrec-mpi-rank)" = 3 ]; do sleep 0.1; done
sleep 2
ip link set v3 down
code=0
wait $! || code=$?
echo "$code" >code
for i in $(seq 600); do
	{ pgrep -l dotrec || pgrep -l orted || pgrep -l mpirun; } >left || break
	sleep 0.1
done
SH
export DOTREC
unshare --net --mount --pid --fork --kill-child --mount-proc sh ./inside ||
	fail "exit code $? inside the namespaces"

expect_accounts 'planned = ok AND planned = 2'
expect_equal "bits of the product" 1 "$(ask x.db "
	SELECT count(DISTINCT result_bits) FROM v_sample WHERE n = 100003")"
expect_equal "repeats of mpi with phases" 0 "$(ask x.db "SELECT count(*) FROM v_sample
	WHERE strategy = 'mpi' AND (dispatch_ns IS NOT NULL OR compute_ns IS NOT NULL
		OR collect_ns IS NOT NULL)")"
expect_equal "exit code after the cut" 3 "$(cat code)"
expect_equal "serial repeats, and mpi's that failed or took too long" '4|1' "$(ask cut.db "
	SELECT sum(ok) FILTER (WHERE strategy = 'serial'),
		min(1, sum(failed + timeout) FILTER (WHERE strategy = 'mpi'))
	FROM v_account JOIN v_cell USING (cell_id)")"
expect_equal "processes left" '' "$(cat left)"
expect_equal "files in /dev/shm" '' "$(names /dev/shm | grep vader || :)"
ask cut.db "SELECT DISTINCT reason FROM v_sample WHERE reason <> ''"
