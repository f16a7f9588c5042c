# shellcheck shell=sh
# When dotrec is interrupted or killed while a peer hangs, no process of the peer is
# left, and the database is sound and has what was measured before.
. "${0%/*}/lib.sh"
need sqlite3
BAD=$top_builddir/tests/fault/bad_peer

# hangs: whether a peer has been asked for a repeat, and now hangs
hangs() {
	! over || fail "the run is over already"
	[ -e asked ]
}

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats,timeout_ms
serial,native,100,1,3,1000000
peer:hangs,native,2000,1,3,1000000
serial,native,2000,1,3,1000000
PLAN
# the peer leaves a note when it is asked for a repeat
cat >hangs <<SH
while read -r line; do
	case \$line in repeat*) : >asked ;; esac
	echo "\$line"
done | '$BAD' hangs-in-repeat
SH

for signal in INT KILL; do
	rm -f asked x.db*
	setsid "$DOTREC" run -d x.db --peer "hangs=sh ./hangs" plan.csv >out 2>err &
	runner=$!
	wait_until hangs
	[ -n "$(living bad_peer)" ] || fail "the peer is not there"
	kill -s "$signal" "$runner"
	finish
	case $signal in
	INT) expect_equal "exit code" 130 "$code" ;;
	KILL) expect_equal "exit code" 137 "$code" ;;
	esac
	wait_until nobody_left bad_peer
	wait_until nobody_left
	expect_equal "check" ok "$(ask x.db 'PRAGMA integrity_check')"
	expect_equal "rows of n = 100" '3|ok' "$(ask x.db "SELECT count(*), status
		FROM v_sample WHERE n = 100 GROUP BY status")"
	expect_equal "finished runs" 0 "$(
		ask x.db "SELECT count(*) FROM run WHERE status = 'finished'")"
done
