# shellcheck shell=sh
# The peer in ten lines, contrib/peer-command, measures a command in a run, and reports
# one that fails; doc/peers.md shows the same lines.
. "${0%/*}/lib.sh"
need sqlite3
case $(date +%s%N) in
*[!0-9]*) skip "'date' does not know nanoseconds" ;;
esac
PEER=$top_srcdir/contrib/peer-command

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native,1000,1,3
peer:true,command,1000,1,3
peer:false,command,1000,1,3
PLAN
expect_exit 3 "$DOTREC" run -d x.db --peer "true=exec sh '$PEER' true" \
	--peer "false=exec sh '$PEER' false" plan.csv
expect_equal "rows" 'peer:false|failed|3
peer:true|ok|3
serial|ok|3' "$(ask x.db 'SELECT strategy, status, count(*) FROM v_sample
	GROUP BY strategy ORDER BY strategy')"
expect_equal "times and phases" '3|0|3' "$(ask x.db "SELECT count(*),
	count(compute_ns), sum(total_ns > 0) FROM v_sample
	WHERE strategy = 'peer:true'")"
ask x.db "SELECT reason FROM v_sample WHERE strategy = 'peer:false'" >reasons
expect_text reasons 'exited with status 1'

# the document shows the file
sed -n '/^#!\/bin\/sh/,/^done/p' "$top_srcdir/doc/peers.md" >shown
cmp -s shown "$PEER" || fail "doc/peers.md does not show contrib/peer-command"
