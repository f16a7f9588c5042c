#!/bin/sh
# Measures how well `dotrec predict` predicts: a plan over sizes and numbers of workers is
# run, whole sizes or a whole number of workers are removed from a copy of the database,
# and what was removed is predicted from the rest. Prints, for n >= 1e5, how many
# predictions lie within 15 % of what was measured, and how many intervals hold it.
#
# usage: bench/predict.sh [DOTREC [SESSIONS]]
# Takes about two minutes.
set -eu
dotrec=${1:-build/dotrec}
sessions=${2:-3}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT INT TERM

# Three sizes per decade stay; those held back lie in the middle between two of them.
stay="1000 2154 4642 10000 21544 46416 100000 215443 464159 1000000 2154435 4641589 10000000"
held="146780 316228 681292 1467799 3162278 6812921"
cat >"$dir/plan.csv" <<PLAN
strategy,kernel,n,workers,repeats
serial,native,$stay $held,1,15
shm thread pipe fork,native,$stay $held,1 2 3 4,15
PLAN
"$dotrec" run -q -d "$dir/all.db" --sessions "$sessions" "$dir/plan.csv" >/dev/null

# hold NAME CONDITION: makes a copy without the cells for which the condition holds
hold() {
	sqlite3 "$dir/all.db" "VACUUM INTO '$dir/$1.db'"
	sqlite3 "$dir/$1.db" "PRAGMA foreign_keys = OFF;
		CREATE TEMP TABLE gone AS SELECT cell_id FROM v_cell WHERE $2;
		UPDATE cell SET base_id = NULL WHERE base_id IN (SELECT cell_id FROM gone);
		DELETE FROM cell WHERE id IN (SELECT cell_id FROM gone)"
}
hold sizes "n IN ($(echo "$held" | tr ' ' ','))"
hold workers "workers = 3"

# predicted NAME N WORKERS: what the copy predicts
predicted() {
	"$dotrec" predict -q -d "$dir/$1.db" --n "$2" --workers "$3" -f csv |
		sed "1d; s/^/$1,/"
}
{
	echo held,curve,n,workers,time_ns,low_ns,high_ns,a,b,c,level,inside,cells,d,note
	for n in $held; do
		for w in 1 2 3 4; do
			predicted sizes "$n" "$w"
		done
	done
	for n in 100000 215443 464159 1000000 2154435 4641589 10000000; do
		predicted workers "$n" 3
	done
} >"$dir/predicted.csv"

echo "held back and predicted, n >= 1e5, $sessions sessions ($(nproc) CPUs)"
sqlite3 "$dir/all.db" '.mode csv' ".import '$dir/predicted.csv' p" '.mode column' "
	CREATE TEMP VIEW pair AS
	SELECT DISTINCT p.held, s.strategy, s.n, s.workers, s.median_ns,
	       p.time_ns / s.median_ns - 1 AS error,
	       s.median_ns BETWEEN p.low_ns + 0 AND p.high_ns + 0 AS within
	FROM p JOIN v_summary AS s
	  ON s.strategy || '/native/f64 x1' = p.curve
	  AND s.n = p.n + 0 AND s.workers = p.workers + 0;
	SELECT held, strategy, count(*) AS cells,
	       printf('%.1f', 100 * max(abs(error)) FILTER (WHERE place = (cells + 1) / 2))
	         AS median_error_percent,
	       sum(abs(error) <= 0.15) AS within_15_percent,
	       sum(within) AS in_interval
	FROM (SELECT *, row_number() OVER w AS place,
	             count(*) OVER (PARTITION BY held, strategy) AS cells
	      FROM pair WINDOW w AS (PARTITION BY held, strategy ORDER BY abs(error)))
	GROUP BY held, strategy;
	SELECT 'all', count(*), sum(abs(error) <= 0.15), sum(within) FROM pair"
