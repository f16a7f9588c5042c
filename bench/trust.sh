#!/bin/sh
# How far a figure of dotrec can be trusted on this machine:
#
#   1 the variation of a ratio of two cells measured in turns (a round each)
#   2 what a program that takes a CPU does to a run: is the run called noisy,
#     and do its speed-up intervals still hold the quiet speed-up?
#
# usage: bench/trust.sh [DOTREC]        some 30 s; a CPU hog runs for half of it
set -eu
dotrec=${1:-build/dotrec}
dir=$(mktemp -d)
hogs=
trap 'kill $hogs 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

cat >"$dir/plan.csv" <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native blas,1000 2000 5000 10000 20000 50000 100000,1,45
shm ring,native,1000 2000 5000 10000 20000 50000 100000,2,45
PLAN

measure() { # LABEL
	"$dotrec" run -q -d "$dir/x.db" --seed 1 --label "$1" "$dir/plan.csv"
}
ask() {
	sqlite3 -separator ' ' "$dir/x.db" "$@"
}

measure quiet
echo 'ratio of native to blas, round by round: CV, and by quartiles (1.349 sd)'
ask "
WITH r AS (
  SELECT a.n, 1.0 * a.total_ns / a.calls / (1.0 * b.total_ns / b.calls) AS x
  FROM v_sample AS a
  JOIN v_sample AS b ON b.run_id = a.run_id AND b.n = a.n AND b.round = a.round
  WHERE a.strategy = 'serial' AND b.strategy = 'serial'
    AND a.kernel = 'native' AND b.kernel = 'blas'),
q AS (
  SELECT n, x, row_number() OVER (PARTITION BY n ORDER BY x) AS i,
         count(*) OVER (PARTITION BY n) AS c
  FROM r)
SELECT printf('  n = %6d  %.3f  %5.2f %%  %5.2f %%', n, avg(x),
              100 * sqrt(avg(x * x) - avg(x) * avg(x)) / avg(x),
              100 * (max(x) FILTER (WHERE i <= c * 3 / 4)
                     - max(x) FILTER (WHERE i <= c / 4)) / 1.349 / avg(x))
FROM q GROUP BY n"

for _ in 1; do
	sh -c 'while :; do :; done' &
	hogs="$hogs $!"
done
sleep 1
measure hog
# shellcheck disable=SC2086 # a list
kill $hogs
echo 'beside a program that takes a CPU:'
ask "SELECT printf('  %-5s  %s', label, coalesce(nullif(noisy, ''), 'quiet'))
     FROM run"
ask "
SELECT printf('  the quiet speed-up lies in the interval of %d of %d cells',
              sum(q.speedup_ratio BETWEEN h.low_speedup_ratio
                                      AND h.high_speedup_ratio), count(*))
FROM v_speedup AS q
JOIN v_speedup AS h ON h.series_id = q.series_id
JOIN run AS rq ON rq.id = q.run_id AND rq.label = 'quiet'
JOIN run AS rh ON rh.id = h.run_id AND rh.label = 'hog'"
