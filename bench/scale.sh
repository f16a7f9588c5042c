#!/bin/sh
# Measures what a repeat costs beside its timed calls (the runner, the protocol of peers,
# waking up and resting, the store) for 1 to 64 workers, which need not have a CPU each.
# Prints, for each strategy and number of workers: the wall time of a round, of it the
# timed calls, and the rest per repeat and per worker. n is 64 elements per worker, so that
# nearly nothing is computed. One plan for each number of workers and strategy, so that
# the cells of others do not wait beside it.
#
# usage: bench/scale.sh [DOTREC [REPEATS]]
# Takes about two minutes.
set -eu
dotrec=${1:-build/dotrec}
repeats=${2:-100}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT INT TERM

for strategy in shm thread pipe fork mpi; do
	for workers in 1 2 4 8 16 32 64; do
		printf 'strategy,kernel,n,workers,repeats\n%s,native,%s,%s,%s\n' \
			"$strategy" "$((64 * workers))" "$workers" "$repeats" >"$dir/plan.csv"
		begin=$(date +%s%N)
		"$dotrec" run -q -d "$dir/x.db" --label "$strategy $workers" \
			"$dir/plan.csv" >/dev/null || [ $? = 3 ]
		echo "$strategy,$workers,$(($(date +%s%N) - begin))" >>"$dir/wall.csv"
	done
done

echo "$repeats repeats ($("$dotrec" --version | head -n 1), $(nproc) CPUs)"
sqlite3 "$dir/x.db" '.mode column' "
	SELECT strategy, workers, count(*) AS ok,
	       printf('%.3f', (max(start_ns) - min(start_ns)) / 1e6 / (count(*) - 1))
	         AS round_ms,
	       printf('%.3f', avg(total_ns) / 1e6) AS timed_ms,
	       printf('%.3f', ((max(start_ns) - min(start_ns)) / (count(*) - 1.0)
	         - avg(total_ns)) / 1e6) AS rest_ms,
	       printf('%.1f', ((max(start_ns) - min(start_ns)) / (count(*) - 1.0)
	         - avg(total_ns)) / 1e3 / workers) AS rest_us_per_worker
	FROM v_sample WHERE status = 'ok'
	GROUP BY run_id"
