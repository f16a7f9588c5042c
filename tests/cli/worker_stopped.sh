#!/bin/sh
# If a worker of a pool hangs, one repeat times out and the run goes on.
. "${0%/*}/lib.sh"
long_test
need sqlite3

# few repeats, each of which takes long: beside busy programs it is the number of
# exchanges with workers that takes time
for pool in shm/1000000 ring/1000000 pipe/100000; do
	strategy=${pool%/*}
	# a time-out far above the delays of other repeats on a busy machine
	start_pool "$strategy" "${pool#*/}" 1500 5000
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
