#!/bin/sh
# How far a figure of dotrec can be trusted on this machine:
#
#   1 the variation of a ratio of two cells measured in turns (a round each),
#     and of its median in a session (a process each)
#   2 whether the next quiet run's speed-ups lie within the intervals of one
#   3 what a program that takes a CPU does to a run: is the run called noisy,
#     and do its speed-up intervals still hold the quiet speed-up?
#   4 the same among sessions in which the two CPUs were equally far apart
#
# usage: bench/trust.sh [DOTREC [SESSIONS [PAUSE]]]
# Some 3 min, most of them pauses between sessions; a CPU hog runs for a third.
set -eu
dotrec=${1:-build/dotrec}
sessions=${2:-24}
pause=${3:-2}
dir=$(mktemp -d)
hog=
trap 'kill $hog 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

cat >"$dir/plan.csv" <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native blas,1000 2000 5000 10000 20000 50000 100000,1,45
shm ring,native,1000 2000 5000 10000 20000 50000 100000,2,45
PLAN

measure() { # LABEL
	"$dotrec" run -q -d "$dir/x.db" --seed 1 --sessions "$sessions" \
		--pause "$pause" --label "$1" "$dir/plan.csv"
}
ask() {
	"$dotrec" query -d "$dir/x.db" --format tsv --sql "$1" | sed 1d
}

measure quiet
measure next
sh -c 'while :; do :; done' &
hog=$!
sleep 1
measure hog
kill "$hog"

echo 'ratio of native to blas, serial. CV round by round; the same by quartiles'
echo '(1.349 sd), which single repeats do not move; CV of the sessions'"'"' medians'
ask "
WITH r AS (
  SELECT r.label, r.id, a.n, a.session, 1.0 * a.total_ns / a.calls
         / (1.0 * b.total_ns / b.calls) AS x
  FROM v_sample AS a
  JOIN v_sample AS b ON b.run_id = a.run_id AND b.n = a.n AND b.round = a.round
  JOIN run AS r ON r.id = a.run_id
  WHERE a.strategy = 'serial' AND b.strategy = 'serial'
    AND a.kernel = 'native' AND b.kernel = 'blas'),
s AS (SELECT id, n, session, median(x) AS x FROM r GROUP BY id, n, session),
c AS (SELECT id, n, 100 * stddev(x) / avg(x) AS percent FROM s GROUP BY id, n)
SELECT printf('  %-5s  n = %6d  %.3f  %6.2f %%  %5.2f %%  %5.2f %%', label, n,
              median(x), 100 * stddev(x) / avg(x),
              100 * (quantile(x, 0.75) - quantile(x, 0.25)) / 1.349 / median(x),
              c.percent)
FROM r JOIN c USING (id, n) GROUP BY id, n"

echo 'what the runs say of themselves'
ask "SELECT printf('  %-5s  %s', label, coalesce(nullif(noisy, ''), 'quiet'))
     FROM run"

echo 'speed-ups of one quiet run within the intervals of another run, cells:'
ask "
WITH r AS (
  SELECT p.run_id, p.cell_id, 1.0 * b.total_ns / b.calls
         / (1.0 * p.total_ns / p.calls) AS x
  FROM cell AS c
  JOIN v_sample AS p ON p.cell_id = c.id
  JOIN v_sample AS b ON b.cell_id = c.base_id AND b.round = p.round),
rounds AS (SELECT cell_id, ci_low(x) AS low, ci_high(x) AS high
           FROM r GROUP BY cell_id),
pair (a, b) AS (
  VALUES ('quiet', 'next'), ('next', 'quiet'), ('quiet', 'hog'), ('next', 'hog'))
SELECT printf('  %-5s in %-5s  over %s: %2d of %d (half width %4.1f %%, moved '
              || '%4.1f %%)   over rounds: %2d (%4.1f %%)',
              pair.a, pair.b, y.interval_over,
              sum(x.speedup_ratio BETWEEN y.low_speedup_ratio
                                      AND y.high_speedup_ratio), count(*),
              median(50 * (y.high_speedup_ratio - y.low_speedup_ratio)
                     / y.speedup_ratio),
              median(100 * abs(y.speedup_ratio / x.speedup_ratio - 1)),
              sum(x.speedup_ratio BETWEEN rounds.low AND rounds.high),
              median(50 * (rounds.high - rounds.low) / y.speedup_ratio))
FROM pair
JOIN run AS ra ON ra.label = pair.a
JOIN run AS rb ON rb.label = pair.b
JOIN v_speedup AS x ON x.run_id = ra.id
JOIN v_speedup AS y ON y.run_id = rb.id AND y.series_id = x.series_id
JOIN rounds ON rounds.cell_id = y.cell_id
GROUP BY ra.id, rb.id ORDER BY rb.id, ra.id"

echo 'the same of sessions whose blocks lie between two equal distances of the CPUs'
echo '(near: below twice the least), where the hog run has 6 or more; the quiet one'
echo 'is the median over the sessions of both quiet runs:'
ask "
WITH d AS (SELECT run_id, start_ns, total_ns / calls AS ns FROM control
           WHERE name = 'distance'),
s AS (
  SELECT p.run_id, c.id AS cell_id, c.series_id, p.session,
         median(1.0 * b.total_ns / b.calls / (1.0 * p.total_ns / p.calls)) AS x,
         min(p.start_ns) AS first, max(p.start_ns) AS last
  FROM cell AS c
  JOIN v_sample AS p ON p.cell_id = c.id
  JOIN v_sample AS b ON b.cell_id = c.base_id AND b.round = p.round
  GROUP BY c.id, p.session),
e AS (
  SELECT s.*, (SELECT ns FROM d WHERE d.run_id = s.run_id AND d.start_ns <= first
               ORDER BY d.start_ns DESC LIMIT 1) AS before_ns,
         (SELECT ns FROM d WHERE d.run_id = s.run_id AND d.start_ns >= last
          ORDER BY d.start_ns LIMIT 1) AS after_ns,
         2 * (SELECT min(ns) FROM d) AS far_ns
  FROM s),
f AS (
  SELECT e.*, r.label = 'hog' AS hog,
         iif(before_ns < far_ns AND after_ns < far_ns, 'near',
             iif(before_ns >= far_ns AND after_ns >= far_ns, 'far', NULL)) AS how
  FROM e JOIN run AS r ON r.id = e.run_id),
q AS (SELECT series_id, how, count(*) AS sessions, median(x) AS x FROM f
      WHERE NOT hog AND how IS NOT NULL GROUP BY series_id, how),
h AS (SELECT series_id, how, count(*) AS sessions, median(x) AS x,
             ci_low(x) AS low, ci_high(x) AS high FROM f
      WHERE hog AND how IS NOT NULL GROUP BY series_id, how)
SELECT printf('  %-4s  %2d of %2d (half width %4.1f %%, moved %4.1f %%; about '
              || '%.0f sessions of hog, %.0f of quiet)', how,
              sum(q.x BETWEEN low AND high), count(low),
              median(50 * (high - low) / h.x),
              median(100 * abs(h.x / q.x - 1)) FILTER (WHERE low IS NOT NULL),
              median(h.sessions), median(q.sessions))
FROM q JOIN h USING (series_id, how) GROUP BY how"
