#!/bin/sh
# When the database cannot grow, a run exits with 7 and keeps finished blocks.
. "${0%/*}/lib.sh"
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,repeats
serial,1000,10
null,2000,20000
serial,3000,10
PLAN
expect_exit 7 sh -c "ulimit -f 800 && exec '$DOTREC' run -d x.db plan.csv"
expect_text err "cannot write 'x.db'" 'block 1 of 3'
expect_empty out
expect_equal "check" ok "$(ask x.db 'PRAGMA integrity_check')"
expect_equal "status" "failed|cannot write 'x.db'" \
	"$(ask x.db 'SELECT status, substr(reason, 1, 19) FROM run')"
expect_equal "planned, ok, missing" '20020|10|20010' \
	"$(ask x.db 'SELECT sum(planned), sum(ok), sum(missing) FROM v_account')"
