#!/bin/sh
# Time-outs of a repeat and of a cell, from the plan or from options: repeats that could
# not be run are recorded as 'timeout'.
. "${0%/*}/lib.sh"
need sqlite3
clockwork

# a product takes 20 s of the simulated clock; settling needs at least 9 products
cat >plan.csv <<'PLAN'
strategy,kernel,n,repeats,cell_timeout_ms
serial,blas,1000,40,600000
PLAN
echo 20000000 >takes
expect_exit 3 with_clockwork "$DOTREC" run -q -d x.db plan.csv
expect_accounts 'planned = 40 AND ok > 0 AND timeout > 0 AND ok + timeout = 40'
expect_equal "reason" "not tried: the cell's time-out of 600000 ms is used up" \
	"$(ask x.db "SELECT DISTINCT reason FROM v_sample WHERE status = 'timeout'")"
expect_equal "status of the cell" timeout "$(ask x.db 'SELECT status FROM cell')"

sed 's/,600000$/,0/' plan.csv >none.csv
expect_exit 0 with_clockwork "$DOTREC" run -q -d y.db none.csv
expect_exit 3 with_clockwork "$DOTREC" run -q --cell-timeout-ms 500000 -d z.db plan.csv
expect_equal "timeouts" '60000|500000' \
	"$(ask z.db 'SELECT timeout_ms, cell_timeout_ms FROM cell')"
expect_accounts 'ok > 0 AND timeout > 0'

# no repeat ends in time, because its worker never answers
printf 'strategy,kernel,n,workers,repeats\nfork,blas,1000,2,40\n' >stuck.csv
: >stuck_apart
expect_exit 4 with_clockwork "$DOTREC" run -q --timeout-ms 50 -d w.db stuck.csv
expect_equal "all timed out" '40|40|50' "$(ask w.db 'SELECT a.planned, timeout,
	timeout_ms FROM v_account AS a JOIN cell AS c ON c.id = a.cell_id')"
expect_equal "reasons" 'not finished before the time-out|not tried after 3 failures: not finished before the time-out' \
	"$(ask w.db 'SELECT DISTINCT reason FROM v_sample' | sort | paste -s -d '|' -)"
