#!/bin/sh
# Stored summaries and speed-ups, and the answers of 'dotrec query', equal those
# recomputed from the samples.
. "${0%/*}/lib.sh"
long_test
need sqlite3

record --sessions 3
record --sessions 6
record

# recount RUN: prints SQL that recomputes summary and speed-up from the samples alone:
# medians by window functions, the ranks of the interval from the binomial
# distribution. Table u has the values of which median and interval are taken: the
# medians of the sessions if there are 6 or more, else the repeats.
recount() {
	cat <<-SQL
	CREATE TEMP TABLE x AS
	SELECT 'summary' AS what, c.id AS cell_id, c.base_id, p.round,
	       p.repeat / 7 AS session, 1.0 * p.total_ns / c.calls AS v
	FROM sample AS p JOIN cell AS c ON c.id = p.cell_id
	WHERE p.status = 'ok' AND c.run_id = $1;
	INSERT INTO x
	SELECT 'speedup', a.cell_id, NULL, a.round, a.session, b.v / a.v
	FROM x AS a JOIN x AS b ON b.cell_id = a.base_id AND b.round = a.round;

	CREATE TEMP TABLE u AS
	WITH place AS (
	  SELECT *, row_number() OVER (PARTITION BY what, cell_id, session ORDER BY v) AS i,
	         count(*) OVER (PARTITION BY what, cell_id, session) AS n
	  FROM x
	), middle AS (
	  SELECT what, cell_id, session,
	         avg(v) FILTER (WHERE 2 * i BETWEEN n AND n + 2) AS v
	  FROM place GROUP BY what, cell_id, session
	), many AS (
	  SELECT what, cell_id, count(*) AS sessions FROM middle
	  GROUP BY what, cell_id HAVING count(*) >= 6
	), unit AS (
	  SELECT what, cell_id, sessions, v FROM middle JOIN many USING (what, cell_id)
	  UNION ALL
	  SELECT what, cell_id, NULL, v FROM x
	  WHERE (what, cell_id) NOT IN (SELECT what, cell_id FROM many)
	)
	SELECT *, row_number() OVER (PARTITION BY what, cell_id ORDER BY v) AS i,
	       count(*) OVER (PARTITION BY what, cell_id) AS n
	FROM unit;

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

	CREATE TEMP TABLE counted AS
	SELECT u.what, u.cell_id, u.sessions, k.level,
	       avg(u.v) FILTER (WHERE 2 * u.i BETWEEN u.n AND u.n + 2) AS median,
	       max(u.v) FILTER (WHERE u.i = k.k) AS low,
	       max(u.v) FILTER (WHERE u.i = u.n + 1 - k.k) AS high
	FROM u LEFT JOIN rank AS k ON k.n = u.n
	GROUP BY u.what, u.cell_id;

	CREATE TEMP TABLE counted_summary AS
	SELECT s.series AS key, count(*) AS samples, min(x.v) AS min_ns,
	       c.median AS median_ns, c.low AS low_ns, c.high AS high_ns,
	       c.level, avg(x.v) AS mean_ns, max(x.v) AS max_ns,
	       coalesce(c.sessions || ' sessions', 'repeats within this run')
	         AS interval_over
	FROM x JOIN counted AS c USING (what, cell_id)
	JOIN v_cell AS s ON s.cell_id = x.cell_id
	WHERE what = 'summary'
	GROUP BY x.cell_id;
	ALTER TABLE counted_summary ADD COLUMN sd_ns;
	UPDATE counted_summary SET sd_ns = (
	  SELECT sum((x.v - mean_ns) * (x.v - mean_ns)) / (samples - 1)
	  FROM x JOIN v_cell AS s ON s.cell_id = x.cell_id
	  WHERE x.what = 'summary' AND s.series = key);

	CREATE TEMP TABLE counted_speedup AS
	SELECT s.curve || ' ' || s.n AS key, count(*) AS rounds, c.level,
	       c.median AS speedup_ratio, c.low AS low_speedup_ratio,
	       c.high AS high_speedup_ratio,
	       coalesce(c.sessions || ' sessions', 'rounds within this run')
	         AS interval_over
	FROM x JOIN counted AS c USING (what, cell_id)
	JOIN v_cell AS s ON s.cell_id = x.cell_id
	WHERE what = 'speedup'
	GROUP BY x.cell_id;
	SQL
}

# told RUN: prints SQL that loads the program's answers, as tables of texts
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

# compare QUERY ROWS COLUMN...: prints SQL that selects differences: fewer rows than
# ROWS, or another number
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
	cat <<-SQL
	SELECT '$_query', key, t.interval_over, c.interval_over
	FROM told_$_query AS t JOIN counted_$_query AS c USING (key)
	WHERE t.interval_over IS NOT c.interval_over;
	SQL
	for _column; do
		cat <<-SQL
		SELECT '$_query', key, '$_column', t.$_column, c.$_column
		FROM told_$_query AS t JOIN counted_$_query AS c USING (key)
		WHERE (t.$_column = '') <> (c.$_column IS NULL)
		   OR abs(t.$_column - c.$_column) > 1e-12 * abs(c.$_column);
		SQL
	done
}

# differences RUN: prints all differences; none if the program is right
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

for run in 1 2 3; do
	expect_equal "differences of run $run" '' "$(differences "$run")"
done
expect_equal "samples of a cell" '21 42 7' \
	"$(ask x.db 'SELECT DISTINCT samples FROM summary ORDER BY cell_id' |
		paste -s -d ' ' -)"

# the test itself notices each changed value
cp x.db kept.db
while read -r table change; do
	for run in 2 3; do
		ask x.db "UPDATE $table SET $change WHERE cell_id = (
			SELECT max(cell_id) FROM speedup JOIN v_cell USING (cell_id)
			WHERE run_id = $run)"
		[ -n "$(differences $run)" ] ||
			fail "a changed value is not noticed in run $run: $table, $change"
		cp kept.db x.db
	done
done <<'CHANGES'
summary median_ns = median_ns * 1.000001
summary sd_ns = sd_ns * 1.000001
summary high_ns = low_ns
summary samples = 6
speedup ratio = ratio + 1
speedup low_ratio = NULL
speedup sessions = 5
sample total_ns = total_ns + 1000000, compute_ns = compute_ns + 1000000
CHANGES
