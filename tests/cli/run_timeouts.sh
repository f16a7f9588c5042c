#!/bin/sh
# Time-outs of a repeat and of a cell, from the plan or from options: what could
# not be run is there, as 'timeout'.
. "${0%/*}/lib.sh"
need sqlite3

# a cell that needs seconds gets 1.5 s
cat >plan.csv <<'PLAN'
strategy,n,workers,repeats,cell_timeout_ms
fork,4000000,2,4000,1500
PLAN
expect_exit 3 "$DOTREC" run -q -d x.db plan.csv
expect_accounts 'planned = 4000 AND timeout > 0 AND ok + timeout = 4000'
expect_equal "reason" "not tried: the cell's 1500 ms are used up" \
	"$(ask x.db "SELECT DISTINCT reason FROM v_sample WHERE status = 'timeout'
		AND reason LIKE 'not tried%'")"
expect_equal "status of the cell" timeout "$(ask x.db 'SELECT status FROM cell')"

sed 's/,4000,1500$/,40,0/' plan.csv >none.csv
expect_exit 0 "$DOTREC" run -q -d y.db none.csv
expect_exit 3 "$DOTREC" run -q --cell-timeout-ms 1400 -d z.db plan.csv
expect_equal "timeouts" '60000|1400' \
	"$(ask z.db 'SELECT timeout_ms, cell_timeout_ms FROM cell')"
# no repeat of it is done within 1 ms
expect_exit 4 "$DOTREC" run -q --timeout-ms 1 -d w.db none.csv
expect_equal "all timed out" '40|40' \
	"$(ask w.db 'SELECT planned, timeout FROM v_account')"
