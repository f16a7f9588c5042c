#!/bin/sh
# Of each file of ../shared/acceptance/import comes what expected.csv says there.
. "${0%/*}/lib.sh"
need sqlite3
: "${DOTREC_ACCEPTANCE:=$top_srcdir/../shared/acceptance}"
from=$DOTREC_ACCEPTANCE/import
[ -r "$from/expected.csv" ] || skip "no acceptance data"
known=' spaces semicolon tabs_epoch dotted_dates long_names unit_column two_commits grows_1 '
known="$known later_first same_dates_other_source rates percent_name earlier_second grows_2 "

# import FILE [WORDS]: imports the file into FILE.db, or into $db, with this --map
import() {
	expect_exit 0 "$DOTREC" import -d "${db:-$1.db}" "$from/$1" ${2:+--map "$2"}
}
# medians DB: prints night, series, n, workers, repeats and median, a row per cell
medians() {
	ask "$1" "SELECT night, substr(strategy, 10), n, workers, samples, median_ns
		FROM v_summary JOIN run ON run.id = run_id ORDER BY night, 2, n, workers"
}

import spaces.csv 'n=Chunk Size,workers=Threads,time=Mean Time'
expect_equal "speed-ups of spaces.csv" '1024|2|1.77
1024|4|2.80' "$(ask spaces.csv.db "SELECT n, workers, printf('%.2f', speedup_ratio) FROM v_speedup
	ORDER BY workers")"

import semicolon.csv
expect_equal "semicolon.csv" '2025-03-01|sort small|1|1|1|12510000.0
2025-03-02|sort small|1|1|1|12480000.0
2025-03-03|sort small|1|1|1|13020000.0' "$(medians semicolon.csv.db)"

import tabs_epoch.tsv
expect_equal "tabs_epoch.tsv" '2025-01-01|parse|1|1|1|1201000000.0
2025-01-02|parse|1|1|1|1197000000.0
2025-01-03|parse|1|1|1|1210000000.0' "$(medians tabs_epoch.tsv.db)"

import dotted_dates.csv 'date=time,unit=ms'
expect_equal "dotted_dates.csv" '2025-01-01|metric1|1|1|1|154023000.0
2025-01-01|metric2|1|1|1|10430000.0
2025-01-02|metric1|1|1|1|138455000.0
2025-01-02|metric2|1|1|1|10230000.0
2025-01-03|metric1|1|1|1|143112000.0
2025-01-03|metric2|1|1|1|10290000.0' "$(medians dotted_dates.csv.db)"

import long_names.csv
expect_equal "long_names.csv" \
	'decode:short strings:a library with a rather long name and its version 1.2.3:lazy|211.4
decode:short strings:größer & 100 % Unicode ✓:strict|163.0' \
	"$(medians long_names.csv.db | cut -d '|' -f 2,6)"
expect_exit 0 "$DOTREC" report -q -d long_names.csv.db
db=tiny.db import long_names.csv series=Name,time=Mean,unit=ns
expect_equal "times far below 1 ns" '2.114e-07
1.63e-07' "$(medians tiny.db | cut -d '|' -f 6)"

import unit_column.csv
expect_text err 'line 4 and 1 more: an aggregate of other rows is left out' \
	'line 6: no time, so that it is left out: no device'
expect_equal "unit_column.csv" 'BM_Dot|1000|4250.0
BM_Dot|1000000|4250000.0' "$(medians unit_column.csv.db | cut -d '|' -f 2,3,6)"
db=mapped.db import unit_column.csv series=name,time=real_time,unit=time_unit
expect_equal "unit_column.csv with a map" 'BM_Dot:1000|4250.0
BM_Dot:1000000|4250000.0' "$(medians mapped.db | cut -d '|' -f 2,6)"

import two_commits.csv series=cpu,workers=threads,repeats=t1+t2+t3,unit=ms
expect_text err "rows of one series, size and date differ in column 'commit'"
db=apart.db import two_commits.csv series=cpu+commit,workers=threads,repeats=t1+t2+t3,unit=ms
! grep -q differ err || fail "told of commits that are apart"
expect_equal "two_commits.csv" 'Model A:0a1b2c3|1|3|10200000.0
Model A:0a1b2c3|4|3|2900000.0
Model A:9f8e7d6|1|3|9100000.0
Model A:9f8e7d6|4|3|2600000.0' "$(medians apart.db | cut -d '|' -f 2,4-)"

db=grows.db import grows_1.csv
db=grows.db import grows_2.csv
expect_text err '1 run added' '2 already stored'
touch -d 2020-02-02 grows.db
db=grows.db import grows_2.csv
expect_text err '0 runs added' '3 already stored'
expect_equal "nights of grows_2.csv" 3 "$(ask grows.db 'SELECT count(*) FROM v_night')"

db=order.db import later_first.csv
db=order.db import earlier_second.csv
expect_equal "in the order of dates" '10.0 10.1 20.0 20.2' "$(ask order.db "
	SELECT group_concat(median_ns / 1e6, ' ') FROM (SELECT u.median_ns
	FROM v_night_until AS n JOIN v_summary AS u ON u.run_id = n.run_id
	WHERE n.until_id = (SELECT id FROM run WHERE started_utc LIKE '2025-02-02%')
	ORDER BY n.started_utc)")"
db=order.db import same_dates_other_source.csv
expect_equal "two sources" 'hash|2
sort|4' "$(ask order.db "SELECT substr(strategy, 10), count(*) FROM v_night AS n
	JOIN v_summary AS u ON u.run_id = n.run_id GROUP BY 1")"

expect_exit 2 "$DOTREC" import -d rates.db "$from/rates.csv"
expect_text err "better=more,time=requests_per_s"
expect_exit 2 "$DOTREC" import -d rates.db "$from/rates.csv" \
	--map series=job,time=requests_per_s,date=night
expect_text err "rates.csv:1:11: column 'requests_per_s' seems to be no time" better=more
db=rates.db import rates.csv series=job,time=requests_per_s,date=night,better=more
expect_equal "a third night that takes twice as long" '990099.01 1000000.0 2008032.129' \
	"$(ask rates.db "SELECT group_concat(median_ns, ' ') FROM (SELECT u.median_ns
		FROM v_summary AS u JOIN run ON run.id = run_id ORDER BY started_utc)")"

import percent_name.csv
# shellcheck disable=SC2046 # a word per report
expect_exit 0 "$DOTREC" report -d percent_name.csv.db -o all $(all_reports)
expect_exit 0 "$DOTREC" report -d percent_name.csv.db --verify all
expect_text all/time.svg 'hit 50%' 'p%q'

# every file that is there was looked at
for file in "$from"/*.?sv; do
	name=${file##*/}
	case "$known expected " in
	*" ${name%.*} "*) ;;
	*) fail "$name is not looked at" ;;
	esac
done
