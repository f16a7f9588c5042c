#!/bin/sh
# Measures how a database grows with the machines whose nights are merged into it: a
# year of nights of each, 5 series of 45 repeats, repeats of the last 90 nights,
# sketches of the others, and the verdicts of every night (bench/growth --machines).
# One more night is measured on this machine, in a file of its own, and merged; then
# the whole file is asked. Prints one table: the seconds and the peak memory in MB of
# each command, by GNU time.
#
# usage: bench/fleet.sh [DOTREC GROWTH [MACHINES...]]
# Needs 10 MB in $TMPDIR (else /tmp) for each machine, for the file and its backup:
# 10 GB for 1,000 machines, and 5 minutes.
set -eu
dotrec=$(realpath "${1:-build/dotrec}")
growth=$(realpath "${2:-build/bench/growth}")
[ $# -lt 2 ] || shift 2
[ $# -gt 0 ] || set -- 1 10 100 1000
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT INT TERM
cd "$dir"

# note CLAIM VALUE: a value of the table's row CLAIM
note() {
	printf '%s\t%s\n' "$1" "$2" >>table
	printf '%s: %s\n' "$1" "$2" >&2
}

# measure CLAIM COMMAND...: notes its seconds and MB; exit code 1 of check is a finding
measure() {
	claim=$1 code=0
	shift
	/usr/bin/time -q -f '%e %M' -o took "$@" >out 2>err || code=$?
	[ $code -le 1 ] || {
		cat err >&2
		exit $code
	}
	note "$claim" "$(awk '{ printf "%.2f, %.0f", $1, $2 / 1024 }' took)"
}

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native,1000,1,45
fork pipe shm ring,native,1000,2,45
PLAN
# which machines were slow last night, against their own last 30 nights?
cat >slow.sql <<'SQL'
WITH night AS (
  SELECT r.machine_id, r.night, c.series_id, u.value_ln,
         avg(u.value_ln) OVER (PARTITION BY r.machine_id, c.series_id
                               ORDER BY r.night
                               ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING) AS before
  FROM run AS r
  JOIN cell AS c ON c.run_id = r.id
  JOIN summary AS u ON u.cell_id = c.id
  WHERE r.started_utc >= date('now', '-31 days')
)
SELECT machine_id, series_id, exp(value_ln - before) FROM night
WHERE night >= date('now', '-1 day') ORDER BY 3 DESC LIMIT 10
SQL

echo "$("$dotrec" --version | head -n 1), $(nproc) CPUs; seconds, MB"
"$growth" --machines 1 year.db 2>progress
"$dotrec" check -q -d year.db >/dev/null || [ $? = 1 ]
"$dotrec" run -q -d night.db --label measured plan.csv >/dev/null
"$dotrec" export -q -d night.db -w summaries -f jsonl -o night.jsonl
cp year.db own.db
"$dotrec" merge -q -d own.db night.db >/dev/null
for machines; do
	cp year.db fleet.db
	"$growth" --machines "$machines" fleet.db 2>progress
	note "machines" "$machines"
	note "nights" "$(sqlite3 fleet.db 'select count(*) from v_night')"
	note "size of the file, MB" "$(du --apparent-size -m fleet.db | cut -f 1)"
	measure "import the summaries of a new night" \
		"$dotrec" import -d fleet.db night.jsonl
	measure "merge that night with its repeats" \
		"$dotrec" merge -d fleet.db night.db
	measure "merge a machine's year: nothing is new" \
		"$dotrec" merge -d fleet.db own.db
	measure "check that night" "$dotrec" check -d fleet.db measured
	measure "report of that night" \
		"$dotrec" report -d fleet.db -r measured -o report
	measure "query summary of that night" \
		"$dotrec" query -d fleet.db summary run=measured
	measure "SQL: slow machines, by 30 nights of each" \
		"$dotrec" query -d fleet.db --sql "$(cat slow.sql)"
	measure "SQL: how many verdicts of each kind" \
		"$dotrec" query -d fleet.db --sql \
		'select verdict, count(*) from v_verdict group by 1'
	measure "query findings of the last night" \
		"$dotrec" query -d fleet.db findings
	measure "query machines" "$dotrec" query -d fleet.db machines
	measure "query nights" "$dotrec" query -d fleet.db nights
	measure "status" "$dotrec" status -d fleet.db
	measure "prune: what could be thinned" "$dotrec" prune -d fleet.db
	measure "query account_run (reads every repeat)" \
		"$dotrec" query -d fleet.db account_run
	measure "status --hash (reads everything)" "$dotrec" status -d fleet.db --hash
	measure "backup" "$dotrec" backup -q -d fleet.db copy.db
	rm -rf fleet.db copy.db report
done

awk -F '\t' '
	!($1 in row) { order[++rows] = $1 }
	{ row[$1] = row[$1] sprintf("%13s", $2) }
	END { for (i = 1; i <= rows; i++) printf "%-43s%s\n", order[i], row[order[i]] }
' table
