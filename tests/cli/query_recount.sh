#!/bin/sh
# What is stored of a cell, and 'dotrec query' tells, is what its samples give.
. "${0%/*}/lib.sh"
need sqlite3

record --sessions 3
record

# recount RUN: summary and speed-up from the samples alone, in plain SQL: medians
# by window functions, the ranks of the interval from the binomial distribution
recount() {
	cat <<-SQL
	CREATE TEMP TABLE x AS
	SELECT c.id AS cell_id, c.base_id, p.round, 1.0 * p.total_ns / c.calls AS v,
	       row_number() OVER (PARTITION BY c.id ORDER BY 1.0 * p.total_ns / c.calls) AS i,
	       count(*) OVER (PARTITION BY c.id) AS n
	FROM sample AS p JOIN cell AS c ON c.id = p.cell_id
	WHERE p.status = 'ok' AND c.run_id = $1;
	CREATE TEMP TABLE r AS
	SELECT a.cell_id, b.v / a.v AS v,
	       row_number() OVER (PARTITION BY a.cell_id ORDER BY b.v / a.v) AS i,
	       count(*) OVER (PARTITION BY a.cell_id) AS n
	FROM x AS a JOIN x AS b ON b.cell_id = a.base_id AND b.round = a.round;

	-- p: of k heads in n throws; below: of fewer
	CREATE TEMP TABLE rank AS
	WITH RECURSIVE none(n, p) AS (
	  VALUES (1, 0.5) UNION ALL SELECT n + 1, p / 2 FROM none WHERE n < 60
	), heads(n, k, p, below) AS (
	  SELECT n, 0, p, 0.0 FROM none
	  UNION ALL
	  SELECT n, k + 1, p * (n - k) / (k + 1), below + p FROM heads WHERE k < n
	)
	SELECT n, max(k) AS k, 1 - 2 * max(below) AS level
	FROM heads
	WHERE k > 0 AND 2 * below <= 0.05
	GROUP BY n;

	CREATE TEMP TABLE counted_summary AS
	SELECT s.series AS key, max(x.n) AS samples,
	       min(x.v) AS min_ns,
	       avg(x.v) FILTER (WHERE 2 * x.i BETWEEN x.n AND x.n + 2) AS median_ns,
	       max(x.v) FILTER (WHERE x.i = k.k) AS low_ns,
	       max(x.v) FILTER (WHERE x.i = x.n + 1 - k.k) AS high_ns,
	       k.level, avg(x.v) AS mean_ns, max(x.v) AS max_ns
	FROM x LEFT JOIN rank AS k ON k.n = x.n
	JOIN v_cell AS s ON s.cell_id = x.cell_id
	GROUP BY x.cell_id;
	ALTER TABLE counted_summary ADD COLUMN sd_ns;
	UPDATE counted_summary SET sd_ns = (
	  SELECT sum((x.v - mean_ns) * (x.v - mean_ns)) / (samples - 1)
	  FROM x JOIN v_cell AS s ON s.cell_id = x.cell_id WHERE s.series = key);

	CREATE TEMP TABLE counted_speedup AS
	SELECT s.curve || ' ' || s.n AS key, max(r.n) AS rounds, k.level,
	       avg(r.v) FILTER (WHERE 2 * r.i BETWEEN r.n AND r.n + 2) AS speedup_ratio,
	       max(r.v) FILTER (WHERE r.i = k.k) AS low_speedup_ratio,
	       max(r.v) FILTER (WHERE r.i = r.n + 1 - k.k) AS high_speedup_ratio
	FROM r LEFT JOIN rank AS k ON k.n = r.n
	JOIN v_cell AS s ON s.cell_id = r.cell_id
	GROUP BY r.cell_id;
	SQL
}

# told RUN: what the program says, as tables of texts
told() {
	for _query in summary speedup; do
		expect_exit 0 "$DOTREC" query "$_query" "run=$1" -d x.db \
			--format csv
		tr -d '\r' <out >"$_query.csv"
		echo ".import --csv --schema temp $_query.csv csv_$_query"
	done
	cat <<-'SQL'
	CREATE TEMP TABLE told_summary AS SELECT *, series AS key FROM csv_summary;
	UPDATE told_summary SET sd_ns = sd_ns * sd_ns;
	CREATE TEMP TABLE told_speedup AS
	SELECT *, curve || ' ' || n AS key FROM csv_speedup;
	SQL
}

# compare QUERY ROWS COLUMN...: where there is a row too few, or a number is
# another
compare() {
	cat <<-SQL
	SELECT '$1', t.n, c.n
	FROM (SELECT count(*) AS n FROM told_$1) AS t,
	     (SELECT count(*) AS n FROM counted_$1) AS c,
	     (SELECT count(*) AS n FROM told_$1 JOIN counted_$1 USING (key)) AS b
	WHERE NOT (t.n = $2 AND c.n = $2 AND b.n = $2);
	SQL
	_query=$1
	shift 2
	for _column; do
		cat <<-SQL
		SELECT '$_query', key, '$_column', t.$_column, c.$_column
		FROM told_$_query AS t JOIN counted_$_query AS c USING (key)
		WHERE (t.$_column = '') <> (c.$_column IS NULL)
		   OR abs(t.$_column - c.$_column) > 1e-12 * abs(c.$_column);
		SQL
	done
}

# differences RUN: none, where the program is right
differences() {
	{
		recount "$1"
		told "$1"
		compare summary 9 samples min_ns median_ns low_ns high_ns level \
			mean_ns sd_ns max_ns
		compare speedup 6 rounds level speedup_ratio \
			low_speedup_ratio high_speedup_ratio
	} >script
	ask x.db <script || fail "the recount"
}

for run in 1 2; do
	expect_equal "differences of run $run" '' "$(differences "$run")"
done
expect_equal "samples of a cell" '21 7' \
	"$(ask x.db 'SELECT DISTINCT samples FROM summary ORDER BY cell_id' |
		paste -s -d ' ' -)"

# what does not fit is seen, whichever it is
cp x.db kept.db
while read -r table change; do
	ask x.db "UPDATE $table SET $change
		WHERE cell_id = (SELECT max(cell_id) FROM speedup)"
	[ -n "$(differences 2)" ] || fail "not seen: $table, $change"
	cp kept.db x.db
done <<'CHANGES'
summary median_ns = median_ns * 1.000001
summary sd_ns = sd_ns * 1.000001
summary high_ns = low_ns
summary samples = 6
speedup ratio = ratio + 1
speedup low_ratio = NULL
sample total_ns = total_ns + 1000000, compute_ns = compute_ns + 1000000
CHANGES
