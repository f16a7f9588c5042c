#!/bin/sh
# Measures whether open peers disturb the other cells: runs of serial alone and of serial
# beside peers that are open take turns. Prints, for each size, the ratio of the median
# times, beside / alone, with the interval that 95 % of the turns' ratios support. Peers
# must sleep between `rest` and `ready`, so the ratio should lie within 1 % of 1.
#
# usage: bench/beside.sh [DOTREC [TURNS [PEERS]]]
# Takes about a minute a turn.
set -eu
dotrec=${1:-build/dotrec}
turns=${2:-12}
peers=${3:-joblib multiprocessing futures shared-memory joblib-threads}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT INT TERM

cat >"$dir/alone.csv" <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native,1000 10000 100000 1000000,1,60
PLAN
cp "$dir/alone.csv" "$dir/beside.csv"
for peer in $peers; do
	echo "peer:$peer,numpy,1000 10000 100000 1000000,2,5"
done >>"$dir/beside.csv"

turn=0
while [ "$turn" -lt "$turns" ]; do
	turn=$((turn + 1))
	for kind in alone beside; do
		"$dotrec" run -q -d "$dir/x.db" --seed "$turn" \
			--label "$kind $turn" "$dir/$kind.csv"
	done
done

echo "serial beside $(echo "$peers" | wc -w) open peers / alone, $turns turns"
echo "($("$dotrec" --version | head -n 1), $(nproc) CPUs)"
"$dotrec" query -d "$dir/x.db" --sql "
	WITH ratio AS (
	  SELECT a.n, b.median_ns / a.median_ns AS ratio
	  FROM v_summary AS a
	  JOIN run AS ra ON ra.id = a.run_id AND ra.label GLOB 'alone *'
	  JOIN run AS rb ON rb.label = 'beside ' || substr(ra.label, 7)
	  JOIN v_summary AS b ON b.run_id = rb.id AND b.series_id = a.series_id
	), placed AS (
	  SELECT *, row_number() OVER (PARTITION BY n ORDER BY ratio) AS place,
	         count(*) OVER (PARTITION BY n) AS turns
	  FROM ratio
	)
	SELECT n, printf('%.4f', median(ratio)) AS ratio,
	       -- ranks of the interval of a median (binomial, normal approximation)
	       printf('%.4f', min(ratio) FILTER (
	         WHERE place >= 0.5 * turns - 0.98 * sqrt(turns))) AS low,
	       printf('%.4f', max(ratio) FILTER (
	         WHERE place <= 0.5 * turns + 1 + 0.98 * sqrt(turns))) AS high
	FROM placed
	GROUP BY n
	ORDER BY n"
