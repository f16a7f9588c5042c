#!/bin/sh
# dotrec_stats.so gives the plain sqlite3 shell the values of 'dotrec query'.
. "${0%/*}/lib.sh"
need_extension

record
sql="SELECT strategy, n, median(total_ns), quantile(total_ns, 0.9),
	mad(total_ns), stddev(total_ns), ci_low(total_ns), ci_high(total_ns, 0.9),
	geomean(total_ns), fsum(total_ns),
	hodges_lehmann(total_ns, repeat % 2), mannwhitney_p(total_ns, repeat % 2),
	max(rolling)
FROM (SELECT *, median(total_ns) OVER (ORDER BY start_ns ROWS 2 PRECEDING)
		AS rolling FROM v_sample)
GROUP BY 1, 2"
expect_exit 0 "$DOTREC" query -d x.db --format csv --sql "$sql"
expect_equal "rows" 10 "$(wc -l <out)"
sed 1d out >wanted
# the shell prints 15 digits of a real number, so those are compared
printf '%s\n' ".load $top_builddir/dotrec_stats" '.mode csv' "$sql;" >script
ask x.db <script >got 2>err || fail "the shell: exit code $?"
expect_empty err
awk -F, 'NR == FNR { line[NR] = $0; next }
	{
		n = split(line[FNR], want, ",")
		if (n != NF || n < 13) bad = 1
		for (i = 1; i <= n; i++)
			if (i > 2 ? (d = $i - want[i]) * d > 1e-26 * $i * $i \
				: $i != want[i]) {
				print "column " i ": " $i ", not " want[i]
				bad = 1
			}
	}
	END { exit bad || FNR != 9 }' wanted got >out || fail "the values differ"

# errors are described in words
printf '%s\n' ".load $top_builddir/dotrec_stats" "SELECT median('7');" |
	ask x.db >out 2>err && fail "the median of a text is not an error"
expect_text err 'median(): text is not a number'
