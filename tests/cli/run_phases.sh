#!/bin/sh
# Each cost of a repeat is recorded in its phase, and a row whose phases do not add up
# to its total cannot be stored.
. "${0%/*}/lib.sh"
need sqlite3
dear_work

# creating a process takes 5 s of the simulated clock and a product of the BLAS 2 s, so
# that other costs are negligible
cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial shm pipe fork,blas,1000,1,6
shm ring pipe fork,native,1000,3,6
PLAN
expect_exit 0 with_dear_work "$DOTREC" run -q -d x.db plan.csv
cat >wanted <<'ROWS'
fork|blas|6|0|1|0
fork|native|6|2|0|0
pipe|blas|6|0|1|0
pipe|native|6|0|0|0
ring|native|6|0|0|0
serial|blas|6|0|1|0
shm|blas|6|0|1|0
shm|native|6|0|0|0
ROWS
# processes are counted in spawn, products in compute, and neither in another phase
ask x.db "SELECT strategy, kernel, count(*), min(spawn_ns / calls) / 5000000000,
	min(compute_ns / calls) / 2000000000,
	max(dispatch_ns / calls, collect_ns / calls, compute_ns / calls - 2000000000)
		/ 2000000000
	FROM v_sample WHERE status = 'ok' GROUP BY strategy, kernel ORDER BY 1, 2" >got
diff wanted got || fail "a cost is in another phase"
expect_equal "strategies that spawn within the time" fork "$(
	ask x.db "SELECT group_concat(DISTINCT strategy) FROM v_sample
		WHERE spawn_ns > 0")"

for phase in spawn dispatch compute collect; do
	! ask x.db "UPDATE sample SET ${phase}_ns = ${phase}_ns + 1" >out 2>err ||
		fail "a total that is 1 ns less than its phases is accepted"
	expect_text err 'CHECK constraint failed: total_ns = spawn_ns'
	! ask x.db "UPDATE sample SET total_ns = total_ns - ${phase}_ns - 1,
		${phase}_ns = -1" >out 2>err || fail "a negative phase is accepted"
	expect_text err 'CHECK constraint failed: min(spawn_ns'
done
