#!/bin/sh
# If a worker of 'fork' is killed, one repeat fails and the run goes on.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,workers,repeats\nfork,4000000,2,100\n' >plan.csv

# child: sets worker to the runner's child, if it has one now; uses only builtins, since
# starting a command would take too long
child() {
	worker=
	read -r worker _ <"/proc/$runner/task/$runner/children" || :
	[ -n "$worker" ]
} 2>/dev/null

# Warming up takes 200 ms, about 20 calls: after 50 workers the repeats have begun.
# Killing a worker that has already answered costs no repeat; then the test tries again
# with a new run, because three failures in a row would end the cell.
kill_one() {
	seen=0 last=
	while [ "$seen" -lt 50 ]; do
		! over || return 0
		if child && [ "$worker" != "$last" ]; then
			seen=$((seen + 1))
			last=$worker
		fi
	done
	until child && [ "$worker" != "$last" ] &&
		kill -KILL "$worker" 2>/dev/null; do
		! over || return 0
	done
}

for try in 1 2 3 4 5 6 7 8 9 10; do
	rm -f x.db*
	"$DOTREC" run -d x.db plan.csv >out 2>err &
	runner=$!
	[ -r "/proc/$runner/task/$runner/children" ] ||
		skip "the kernel does not list children"
	kill_one
	finish
	[ "$code" -eq 0 ] || break
done
expect_equal "exit code" 3 "$code"
expect_accounts 'planned = 100 AND ok = 99 AND failed = 1'
expect_equal "reason" "worker 1 (process $worker) killed by signal 9 (Killed)" \
	"$(ask x.db "SELECT reason FROM v_sample WHERE status = 'failed'")"
echo "after $try tries"
