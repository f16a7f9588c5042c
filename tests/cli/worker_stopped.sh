#!/bin/sh
# A worker of a pool that hangs costs one repeat: it times out, the run goes on.
. "${0%/*}/lib.sh"
long_test
need sqlite3

for pool in shm/100000 ring/100000 pipe/10000; do
	strategy=${pool%/*}
	# far more than a busy machine makes any other repeat wait
	start_pool "$strategy" "${pool#*/}" 10000 5000
	kill -STOP "$worker"
	finish
	expect_equal "exit code" 3 "$code"
	expect_accounts 'planned = ok + timeout AND timeout = 1'
	expect_equal "reason" "not finished before the time-out" "$(
		ask x.db "SELECT reason FROM v_sample
			WHERE status = 'timeout'")"
	expect_equal "a repeat after it" ok "$(ask x.db "SELECT status FROM
		v_sample WHERE strategy = '$strategy'
		ORDER BY repeat DESC LIMIT 1")"
	expect_text err ' 1 timed out'
	wait_until nobody_left
	rm x.db*
done
