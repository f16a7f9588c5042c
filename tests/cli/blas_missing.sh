#!/bin/sh
# If no BLAS can be loaded, its cells are skipped with the reason; exit code 0.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,kernel,n,repeats\nserial,blas native,1000,3\n' >plan.csv
expect_exit 0 env DOTREC_BLAS=/nonexistent "$DOTREC" run -d x.db plan.csv
expect_text err '3 ok, 0 wrong, 0 failed, 0 timed out, 3 skipped'
expect_equal "samples" 'blas|skipped|3| native|ok|3|3' "$(
	ask x.db "SELECT kernel, status, count(*), nullif(count(total_ns), 0)
		FROM v_sample GROUP BY 1, 2 ORDER BY 1" | paste -s -d ' ' -)"
reason=$(ask x.db "SELECT DISTINCT reason FROM v_sample
	WHERE status = 'skipped'")
expect_equal "reason of the cell" "$reason" \
	"$(ask x.db "SELECT reason FROM v_cell WHERE kernel = 'blas'")"
echo "$reason" >out
expect_text out "'/nonexistent'" install
expect_exit 0 env DOTREC_BLAS=/nonexistent "$DOTREC" list kernels
expect_text out "$reason"
