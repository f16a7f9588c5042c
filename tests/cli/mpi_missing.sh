# shellcheck shell=sh
# Where the ranks cannot be started, the cells of `mpi` are skipped, which is no failure
# of the run; what the user has written wrong is refused before anything runs.
. "${0%/*}/lib.sh"
long_test
need sqlite3

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native,1000,1,3
mpi,native,1000,2,3
PLAN

# skipped REASON OPTION...: the cells of mpi are skipped for this reason
skipped() {
	_reason=$1
	shift
	rm -f x.db*
	expect_exit 0 "$DOTREC" run -q -d x.db "$@" plan.csv
	expect_equal "repeats" '3|0|3|0
0|3|3|0' "$(ask x.db "SELECT ok, skipped, planned, missing FROM v_account ORDER BY ok DESC")"
	expect_equal "$_reason" 1 "$(ask x.db "SELECT count(*) FROM v_cell
		WHERE strategy = 'mpi' AND instr(reason, '$_reason')")"
}

DOTREC_MPI_RANK=/nonexistent/rank
export DOTREC_MPI_RANK
skipped '/nonexistent/rank is not there: dotrec was built without MPI'
DOTREC_MPI_RANK=$top_builddir/dotrec
skipped 'no-such-launcher is not there' --mpi-launcher 'no-such-launcher --x'
skipped '/nonexistent/mpirun is not there' --mpi-launcher '/nonexistent/mpirun'

# a launcher that starts something else is a failure of the cells
expect_exit 3 "$DOTREC" run -q -d y.db --mpi-launcher true plan.csv
expect_text err 'mpi has ended (exited with status 0)'

# settings before the launcher, and a path longer than most
long=$PWD/$(printf 'long/%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
mkdir -p "$long"
# shellcheck disable=SC2016 # for the launcher to expand
printf '#!/bin/sh\nexit "$CODE"\n' >"$long/launcher"
chmod +x "$long/launcher"
expect_exit 3 "$DOTREC" run -q -d w.db --mpi-launcher "CODE=9 '$long/launcher'" plan.csv
expect_text err 'mpi has ended (exited with status 9)'
CODE=8 expect_exit 3 "$DOTREC" run -q -d v.db --mpi-launcher "$long/launcher" plan.csv
expect_text err 'mpi has ended (exited with status 8)'

# the launcher of the plan: also when the run goes on, and not where the option is given
printf 'strategy,n,workers,repeats,launcher\nserial,1000,1,2,\nmpi,1000,2,2,"%s a, b"\n' \
	"CODE=7 $long/launcher" >named.csv
expect_exit 3 "$DOTREC" run -q -d u.db named.csv
expect_text err 'mpi has ended (exited with status 7)'
ask u.db "DELETE FROM sample WHERE cell_id = 2; DELETE FROM cold WHERE cell_id = 2;
	UPDATE cell SET status = 'missing', samples_hash = NULL, reason = NULL WHERE id = 2;
	UPDATE run SET status = 'interrupted', finished_utc = NULL"
"$DOTREC" run -q -d u.db --resume 1 >out 2>err || :
expect_text err 'mpi has ended (exited with status 7)'
CODE=6 expect_exit 3 "$DOTREC" run -q -d t.db --mpi-launcher "$long/launcher" named.csv
expect_text err 'mpi has ended (exited with status 6)'
printf 'strategy,n,launcher\nmpi,5,a\nmpi,6,\nmpi,7, b\n' >plan.csv
refuse_plan 4:7 "another launcher than 'a'"

expect_exit 2 "$DOTREC" run -q -d z.db --mpi-launcher ' ' plan.csv
expect_text err "--mpi-launcher: ' ' is not a command line"

printf 'strategy,n,workers,placement\nserial shm,1000,1,free pinned scatter\n' >plan.csv
refuse_plan 2:19 "'serial' has no placement 'scatter'" 'free pinned'
printf 'strategy,n,workers,placement\nmpi,1000,1,pinned\n' >plan.csv
refuse_plan 2:12 "'mpi' has no placement 'pinned'" 'resident scatter'
