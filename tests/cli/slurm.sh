# shellcheck shell=sh
# contrib/slurm/dotrec.sbatch on a Slurm of this test's own: each job records into a
# database of its own, `merge` joins them, and a job whose time is over keeps what it has
# measured.
. "${0%/*}/lib.sh"
long_test
need sqlite3 munged slurmctld slurmd sbatch srun
need_mpi
[ "$(id -u)" = 0 ] || skip "Slurm's daemons need root"

host=$(hostname -s)
port=$((20000 + $$ % 20000))
mkdir munge state spool jobs
chmod 700 munge
dd if=/dev/urandom of=munge/key bs=1 count=1024 2>/dev/null
chmod 600 munge/key
# what a process has of memory and CPUs is not limited, so that no control group is needed
cat >slurm.conf <<CONF
ClusterName=dotrec
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$PWD/munge/socket
StateSaveLocation=$PWD/state
SlurmdSpoolDir=$PWD/spool
SlurmctldPidFile=$PWD/slurmctld.pid
SlurmdPidFile=$PWD/slurmd.pid
SlurmctldLogFile=$PWD/slurmctld.log
SlurmdLogFile=$PWD/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
ReturnToService=2
KillWait=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES OverSubscribe=YES:8 State=UP
CONF
printf 'CgroupPlugin=cgroup/v1\nCgroupMountpoint=/sys/fs/cgroup\n' >cgroup.conf
SLURM_CONF=$PWD/slurm.conf
export SLURM_CONF

# the daemons of this test: they have its configuration or directory in their arguments
# or environment, and the file of a process id may not be written yet
daemons() {
	for _daemon in munged slurmctld slurmscriptd slurmd slurmstepd; do
		for _pid in $(pgrep -x "$_daemon"); do
			! cat "/proc/$_pid/cmdline" "/proc/$_pid/environ" 2>/dev/null |
				grep -qF -e "$work/" || echo "$_pid"
		done
	done
}
stop_slurm() {
	for _try in 1 2 3 4 5 6 7 8 9 10; do
		_left=$(daemons)
		[ -n "$_left" ] || return 0
		if [ "$_try" -lt 8 ]; then _signal=TERM; else _signal=KILL; fi
		# shellcheck disable=SC2086 # one word per process
		kill "-$_signal" $_left 2>/dev/null || :
		sleep 0.5
	done
}
trap 'stop_slurm; clean_up' EXIT

munged --force --key-file="$PWD/munge/key" --socket="$PWD/munge/socket" \
	--pid-file="$PWD/munge/munged.pid" --log-file="$PWD/munge/log" \
	--seed-file="$PWD/munge/seed" 2>err || skip "munged does not start: $(cat err)"
slurmctld 2>err || skip "slurmctld does not start: $(cat err)"
slurmd 2>err || skip "slurmd does not start: $(cat err)"
srun --mpi=list 2>&1 | grep -q pmix || skip "Slurm has no plugin for pmix"
idle() { sinfo -h -o %T 2>/dev/null | grep -q '^idle'; }
wait_until idle

# queued: whether a job waits or runs
queued() { [ -n "$(squeue -h)" ]; }
done_all() { ! queued; }

cd jobs
PATH=$top_builddir:$PATH
DOTREC_MPI_RANK=$top_builddir/dotrec-mpi-rank
# the processes of several jobs share two CPUs
OMPI_MCA_mpi_yield_when_idle=1
export PATH DOTREC_MPI_RANK OMPI_MCA_mpi_yield_when_idle
cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,placement,repeats
serial,native,1000 100003,1,free,3
mpi,native,1000 100003,1 2,resident scatter,3
PLAN
cat >long.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native,1000,1,3
mpi,native,30000000,2,100000
PLAN
BATCH=$top_srcdir/contrib/slurm/dotrec.sbatch
sbatch --ntasks 2 --output "$PWD/first" "$BATCH" plan.csv >out
wait_until done_all
sbatch --ntasks 2 --output "$PWD/second" "$BATCH" plan.csv --sessions 2 >out
wait_until done_all
tail -n 3 first second

expect_exit 0 "$DOTREC" merge -q -d all.db dotrec-1.db dotrec-2.db
expect_equal "runs" 'job 1|job 2' "$(ask all.db 'SELECT label FROM run ORDER BY label' |
	paste -s -d '|' -)"
expect_equal "repeats" '90|90' "$(ask all.db 'SELECT sum(planned), sum(ok) FROM v_account')"
expect_equal "what the run knows of its ranks" 2 "$(ask all.db "SELECT count(*) FROM run
	WHERE json_extract(host_before, '$.peer_mpi') LIKE 'dotrec-mpi-rank %'")"

# the signal that Slurm sends when the time is nearly over
sbatch --ntasks 2 --output "$PWD/third" "$BATCH" long.csv >out
at_work() { [ -n "$(squeue -h -t R)" ] && grep -q 'block 1 of 2' third; }
wait_until at_work
scancel --batch --signal TERM 3
wait_until done_all
expect_equal "what was measured of the third job" '3|interrupted' "$(ask dotrec-3.db "
	SELECT sum(ok), status FROM v_account, run")"
expect_equal "databases" 'dotrec-1.db dotrec-2.db dotrec-3.db' \
	"$(names . | tr ' ' '\n' | grep '^dotrec-' | paste -s -d ' ' -)"
