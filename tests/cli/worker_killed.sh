#!/bin/sh
# If a worker of a pool is killed, one repeat fails and the run goes on.
. "${0%/*}/lib.sh"
long_test
need sqlite3

renewed() { # whether no process of $team is left
	for member in $team; do
		! readlink "/proc/$member/cwd" >/dev/null || return 1
	done
}

# few repeats, each of which takes long: beside busy programs it is the number of
# exchanges with workers that takes time
for pool in shm/1000000 ring/1000000 pipe/100000; do
	start_pool "${pool%/*}" "${pool#*/}" 2000 5000
	: >killed
	for again in 1 2 3; do
		[ "$again" -eq 1 ] || wait_until at_work 20
		team=$(workers)
		kill -KILL "$worker"
		echo "worker _ (process $worker) killed by signal 9 (Killed)" \
			>>killed
		wait_until renewed
	done
	finish
	expect_equal "exit code" 3 "$code"
	expect_accounts 'planned = ok + failed AND failed = 3'
	ask x.db "SELECT reason FROM v_sample WHERE status = 'failed'
		ORDER BY repeat" | sed 's/^worker [0-9]* /worker _ /' |
		diff killed - || fail "the stored reasons differ"
	expect_equal "the last repeat" 1999,ok "$(ask x.db "SELECT repeat ||
		',' || status FROM v_sample ORDER BY repeat DESC LIMIT 1")"
	expect_text err ' 3 failed' "${pool%/*}/native" '(process '
	rm x.db*
done
