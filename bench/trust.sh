#!/bin/sh
# Measures how reliable the numbers of dotrec are on this machine. Quiet runs, runs
# beside a program that uses a CPU (hog), and runs beside a hog with priority over it
# (nice -n -20; root only) alternate, so that all kinds meet the same states of the
# machine. Prints:
#
#   1 the variation of the ratio of two cells from round to round, of its median from
#     session to session (each a process), and of its median from run to run
#   2 how noisy each run was, according to dotrec
#   3 how many speed-up intervals of a run contain the quiet speed-up (the median over
#     the sessions of all quiet runs)
#   4 the same over sessions during which the distance of the CPUs did not change
#
# usage: bench/trust.sh [DOTREC [TURNS [SESSIONS [PAUSE]]]]
# Takes about 35 min, mostly pauses between sessions; a hog runs for two thirds of it.
set -eu
dotrec=${1:-build/dotrec}
turns=${2:-6}
sessions=${3:-12}
pause=${4:-8}
dir=$(mktemp -d)
hog=
trap 'kill $hog 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

cat >"$dir/plan.csv" <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native blas,1000 2000 5000 10000 20000 50000 100000,1,45
shm ring,native,1000 2000 5000 10000 20000 50000 100000,2,45
PLAN

measure() { # KIND COMMAND...: makes a run of that kind; COMMAND starts dotrec
	label="$1 $turn"
	shift
	"$@" run -q -d "$dir/x.db" --seed "$turn" \
		--sessions "$sessions" --pause "$pause" --label "$label" \
		"$dir/plan.csv"
}
ask() {
	"$dotrec" query -d "$dir/x.db" --format tsv --sql "$1" | sed 1d
}

turn=0
while [ $((turn += 1)) -le "$turns" ]; do
	measure quiet "$dotrec"
	sh -c 'while :; do :; done' &
	hog=$!
	sleep 1
	measure hog "$dotrec"
	if [ "$(nice -n -20 nice 2>/dev/null)" = -20 ]; then
		measure first nice -n -20 "$dotrec"
	fi
	kill "$hog"
	wait "$hog" 2>/dev/null || :
done

kinds="SELECT id, substr(label, 1, instr(label, ' ') - 1) FROM run"

echo 'ratio of native to blas, serial: CV of rounds; the same by quartiles (1.349 sd),'
echo 'which single repeats do not move; CV of the medians of sessions; CV of the'
echo 'medians of these, which are what a run shows'
ask "
WITH kind (id, kind) AS ($kinds),
r AS (
  SELECT kind, r.id, a.n, a.session,
         1.0 * a.total_ns / a.calls / (1.0 * b.total_ns / b.calls) AS x
  FROM v_sample AS a
  JOIN v_sample AS b ON b.run_id = a.run_id AND b.n = a.n AND b.round = a.round
  JOIN kind AS r ON r.id = a.run_id
  WHERE a.strategy = 'serial' AND b.strategy = 'serial'
    AND a.kernel = 'native' AND b.kernel = 'blas'),
s AS (SELECT kind, id, n, session, median(x) AS x FROM r GROUP BY id, n, session),
u AS (SELECT kind, id, n, median(x) AS x FROM s GROUP BY id, n),
of_rounds AS (
  SELECT kind, n, median(x) AS x, 100 * stddev(x) / avg(x) AS cv,
         100 * (quantile(x, 0.75) - quantile(x, 0.25)) / 1.349 / median(x) AS quartiles
  FROM r GROUP BY kind, n),
of_sessions AS (
  SELECT kind, n, 100 * stddev(x) / avg(x) AS cv FROM s GROUP BY kind, n),
of_runs AS (
  SELECT kind, n, 100 * stddev(x) / avg(x) AS cv FROM u GROUP BY kind, n)
SELECT printf('  %-5s  n = %6d  %.3f  %6.2f %%  %5.2f %%  %5.2f %%  %5.2f %%', kind, n,
              r.x, r.cv, quartiles, s.cv, u.cv)
FROM of_rounds AS r
JOIN of_sessions AS s USING (kind, n)
JOIN of_runs AS u USING (kind, n)
ORDER BY kind DESC, n"

echo 'what the runs say of themselves'
ask "SELECT printf('  %-7s  %s', label, coalesce(nullif(noisy, ''), 'quiet'))
     FROM run ORDER BY id"

# table t: per session of a cell, its speed-up and the distance of the CPUs around it
common="
RECURSIVE kind (id, kind) AS ($kinds),
power (ns) AS (VALUES (1) UNION ALL SELECT 2 * ns FROM power WHERE ns < 1000000000),
look AS (
  SELECT k.run_id, k.start_ns, p.ns
  FROM control AS k
  JOIN power AS p ON k.total_ns >= p.ns * k.calls AND k.total_ns < 2 * p.ns * k.calls
  WHERE k.name = 'distance'),
stay AS (
  SELECT run_id, start_ns AS from_ns, lead(start_ns) OVER time AS to_ns,
         iif(lead(ns) OVER time = ns, ns, NULL) AS ns
  FROM look WINDOW time AS (PARTITION BY run_id ORDER BY start_ns)),
s AS (
  SELECT c.run_id, c.id AS cell_id, c.series_id, min(p.start_ns) AS start_ns,
         median(1.0 * b.total_ns / b.calls / (1.0 * p.total_ns / p.calls)) AS x
  FROM cell AS c
  JOIN v_sample AS p ON p.cell_id = c.id
  JOIN v_sample AS b ON b.cell_id = c.base_id AND b.round = p.round
  GROUP BY c.id, p.session),
t AS (
  SELECT s.*, coalesce(stay.ns, 0) AS ns, kind
  FROM s
  JOIN kind AS r ON r.id = s.run_id
  JOIN stay ON stay.run_id = s.run_id AND s.start_ns BETWEEN from_ns AND to_ns)"

echo 'speed-up intervals that hold the quiet speed-up'
ask "
WITH $common,
q AS (SELECT series_id, median(x) AS x FROM t WHERE kind = 'quiet' GROUP BY series_id)
SELECT printf('  %-5s  %-4s  %3d of %3d (half width %4.1f %%, moved %4.1f %%)',
              kind, v.strategy,
              sum(q.x BETWEEN low_speedup_ratio AND high_speedup_ratio),
              count(low_speedup_ratio),
              median(50 * (high_speedup_ratio - low_speedup_ratio) / q.x),
              median(100 * abs(speedup_ratio / q.x - 1)))
FROM v_speedup AS v JOIN q USING (series_id) JOIN kind AS r ON r.id = v.run_id
GROUP BY kind, v.strategy ORDER BY kind DESC, v.strategy"

echo 'the same over the sessions with CPUs equally far apart, where a run has 6 of them'
ask "
WITH $common,
q AS (SELECT series_id, ns, median(x) AS x, count(*) AS sessions FROM t
      WHERE kind = 'quiet' AND ns GROUP BY series_id, ns),
h AS (SELECT kind, run_id, series_id, ns, median(x) AS x, ci_low(x) AS low,
             ci_high(x) AS high, count(*) AS sessions
      FROM t WHERE ns GROUP BY cell_id, ns)
SELECT printf('  %-5s  %-4s  %3d to %3d ns  %3d of %3d (half width %4.1f %%, moved '
              || '%4.1f %%; about %.0f sessions, %.0f of quiet)',
              kind, v.strategy, ns, 2 * ns - 1,
              sum(q.x BETWEEN low AND high), count(low),
              median(50 * (high - low) / q.x), median(100 * abs(h.x / q.x - 1)),
              median(h.sessions), median(q.sessions))
FROM h JOIN q USING (series_id, ns) JOIN series AS v ON v.id = h.series_id
WHERE low IS NOT NULL AND q.sessions >= 12
GROUP BY kind, v.strategy, ns ORDER BY kind DESC, v.strategy, ns"
