# shellcheck shell=sh
# A rank that is killed or stops is a failed or timed-out repeat of its cell, and the run
# goes on. After that, as after the end of dotrec in any way, no rank, no launcher and no
# file of the shared memory is left.
. "${0%/*}/lib.sh"
long_test
need sqlite3
need_mpi

mkdir tmp
TMPDIR=$PWD/tmp
export TMPDIR

ranks() { living dotrec-mpi-rank; }
at_work() { [ "$(ranks | wc -l)" = "$1" ]; }
# ranks do not end in their order
victim() { ranks | tail -n 1; }

# Ranks are met while they make their vectors, warm up or compute.
start() {
	printf 'strategy,kernel,n,workers,repeats,timeout_ms
serial,native,1000,1,3,60000
mpi,native,30000000,3,60,%s
serial,native,2000,1,3,60000\n' "$1" >plan.csv
	rm -rf x.db*
	setsid "$DOTREC" run -d x.db plan.csv >out 2>err &
	runner=$!
	wait_until at_work 3
}

# hit SIGNAL: sends it to a rank of every start, until the run is over
hit() {
	until over; do
		for _rank in $(victim); do
			kill "-$1" "$_rank" 2>/dev/null || :
		done
		sleep 0.5
	done
}

# shared: prints the names that Open MPI uses in /dev/shm by default
shared() { names /dev/shm | tr ' ' '\n' | grep vader || :; }

# nothing_left: no process, and no file in TMPDIR or /dev/shm
nothing_left() {
	wait_until nobody_left
	expect_equal "files in TMPDIR" '' "$(names tmp)"
	expect_equal "files of Open MPI in /dev/shm" "$shm" "$(shared)"
}
shm=$(shared)

start 60000
hit KILL
finish
expect_equal "exit code" 3 "$code"
expect_equal "what was measured" '3|0
3|0' "$(ask x.db "SELECT ok, failed FROM v_account JOIN v_cell USING (cell_id)
	WHERE strategy = 'serial'")"
expect_equal "planned repeats without a row" 0 "$(ask x.db "SELECT sum(missing) FROM v_account")"
expect_equal "repeats of mpi that failed" 1 "$(ask x.db "
	SELECT min(failed, 1) FROM v_account JOIN v_cell USING (cell_id)
	WHERE strategy = 'mpi'")"
nothing_left

start 3000
hit STOP
finish
expect_equal "exit code" 3 "$code"
expect_equal "repeats of mpi in time-out, or failed" 1 "$(ask x.db "
	SELECT min(timeout + failed, 1) FROM v_account JOIN v_cell USING (cell_id)
	WHERE strategy = 'mpi'")"
nothing_left

start 60000
kill -INT "$runner"
finish
expect_equal "exit code" 130 "$code"
nothing_left

start 60000
kill -KILL "$runner"
finish
wait_until nobody_left
