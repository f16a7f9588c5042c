/* Tests of src/db/functions: the functions that dotrec adds to SQL. */
#include "base/str.h"
#include "db/functions.h"

#include "unit.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static sqlite3 *open_memory(void)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
	ck_assert_int_eq(functions_register(db), SQLITE_OK);
	return db;
}

/* Writes the rows to *answer as "a|b;c|d;", NULL as "-"; or "error: ...". */
static void ask(sqlite3 *db, const char *sql, struct str *answer)
{
	sqlite3_stmt *s;
	const char *text;
	int i, rc;

	answer->len = 0;
	str_add(answer, "");
	rc = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
	while (!rc && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		for (i = 0; i < sqlite3_column_count(s); i++) {
			text = (const char *)sqlite3_column_text(s, i);
			str_add(answer, i ? "|" : "");
			str_add(answer, text ? text : "-");
		}
		str_add(answer, ";");
		rc = SQLITE_OK;
	}
	if (rc != SQLITE_DONE)
		str_addf(answer, "error: %s", sqlite3_errmsg(db));
	sqlite3_finalize(s);
}

static void is(sqlite3 *db, const char *sql, const char *want)
{
	struct str got = { 0 };

	ask(db, sql, &got);
	ck_assert_msg(!strcmp(got.text, want), "%s: '%s', not '%s'", sql,
		      got.text, want);
	str_free(&got);
}

struct answer {
	const char *sql, *want;
};

static void all(const struct answer *cases, size_t count)
{
	sqlite3 *db = open_memory();
	size_t i;

	for (i = 0; i < count; i++)
		is(db, cases[i].sql, cases[i].want);
	sqlite3_close(db);
}

#define OF(values) " FROM json_each('[" values "]')"
#define ROWS(list) \
	" FROM (SELECT column1 AS x, column2 AS g FROM (VALUES " list "))"

START_TEST(values_by_hand)
{
	static const struct answer cases[] = {
		{ "SELECT median(value)" OF("3, 1, 2"), "2.0;" },
		{ "SELECT median(value)" OF("4, 1, 3, 2"), "2.5;" },
		{ "SELECT quantile(value, 0.25)" OF("1, 2, 4, 8, 16"), "2.0;" },
		{ "SELECT quantile(value, 0.9)" OF("1, 2, 4, 8, 16"), "12.8;" },
		{ "SELECT quantile(value, 0), quantile(value, 1)" OF("5, 3, 9"),
		  "3.0|9.0;" },
		{ "SELECT mad(value)" OF("1, 1, 2, 2, 4, 6, 9"), "1.0;" },
		{ "SELECT round(stddev(value), 9)" OF("2, 4, 4, 4, 5, 5, 7, 9"),
		  "2.138089935;" },
		{ "SELECT stddev(value)" OF("4"), "-;" },
		{ "SELECT ci_low(value), ci_high(value)" OF(
		      "3, -10, 2, 4, 6, 5"),
		  "-10.0|6.0;" },
		{ "SELECT ci_low(value), ci_high(value)" OF("1, 2, 3, 4, 5"),
		  "-|-;" },
		{ "SELECT ci_low(value, 0.8), ci_high(value, 0.8)" OF(
		      "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
		  "3.0|8.0;" },
		{ "SELECT ci_low(value, 0.99)" OF("1, 2, 3, 4, 5, 6, 7"),
		  "-;" },
		{ "SELECT round(geomean(value), 9)" OF("1, 10, 100"), "10.0;" },
		{ "SELECT geomean(value)" OF("0, 7"), "0.0;" },
		{ "SELECT fsum(value)" OF("1e100, 1, -1e100, 1e-100"), "1.0;" },
		{ "SELECT fsum(value) = 1, sum(value) = 1" OF(
		      "0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1"),
		  "1|0;" },
		/* integers that no double can hold */
		{ "SELECT fsum(value)" OF(
		      "9007199254740993, -9007199254740992"),
		  "1.0;" },
		{ "SELECT fsum(column1) FROM (VALUES (9223372036854775807), "
		  "(-9223372036854775807 - 1))",
		  "-1.0;" },
		{ "SELECT hodges_lehmann(x, g)" ROWS(
		      "(1, 0), (2, 0), (9, 0), (4, 1), (5, 1), (6, 1)"),
		  "3.0;" },
		{ "SELECT mannwhitney_p(x, g)" ROWS(
		      "(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1.0)"),
		  "0.1;" },
		{ "SELECT mannwhitney_p(x, g)" ROWS("(7, 0), (7, 0), (7, 1)"),
		  "1.0;" },
		{ "SELECT mannwhitney_p(value, key > 2)" OF("1, 2, 3, 4, 5, 6"),
		  "0.1;" },
		/* GROUP BY, FILTER and DISTINCT */
		{ "SELECT value % 2, median(value), fsum(value)" OF(
		      "1, 2, 3, 4, 5, 6, 8") " GROUP BY 1",
		  "0|5.0|20.0;1|3.0|9.0;" },
		{ "SELECT median(value) FILTER (WHERE value > 1)" OF("1, 2, 3"),
		  "2.5;" },
		{ "SELECT median(DISTINCT value)" OF("1, 1, 1, 2, 3"), "2.0;" },
	};

	all(cases, UNIT_COUNT(cases));
}
END_TEST

/* A call of every function, for the tests that are the same for all. */
static const char *const calls[] = {
	"median(x)",     "quantile(x, 0.3)",    "mad(x)",
	"stddev(x)",     "ci_low(x)",           "ci_high(x)",
	"ci_low(x, .5)", "ci_high(x, .5)",      "geomean(x)",
	"fsum(x)",       "mannwhitney_p(x, g)", "hodges_lehmann(x, g)",
};

START_TEST(nothing_is_null)
{
	static const char *const rows[] = {
		ROWS("(1, 0)") " WHERE x > 1",
		ROWS("(NULL, 0), (NULL, 1)"),
	};
	sqlite3 *db = open_memory();
	size_t i, k;

	for (i = 0; i < UNIT_COUNT(calls); i++)
		for (k = 0; k < UNIT_COUNT(rows); k++) {
			char sql[300];

			snprintf(sql, sizeof(sql), "SELECT %s%s", calls[i],
				 rows[k]);
			is(db, sql, "-;");
			snprintf(sql, sizeof(sql), "SELECT %s OVER ()%s",
				 calls[i], rows[k]);
			is(db, sql, k ? "-;-;" : "");
		}
	/* NULLs among values are skipped */
	is(db,
	   "SELECT median(x), quantile(x, .5), mad(x), stddev(x), ci_low(x, "
	   ".5), geomean(x), fsum(x)" ROWS("(NULL, 0), (4, 0), (NULL, 1), "
					   "(4, 0)"),
	   "4.0|4.0|0.0|0.0|4.0|4.0|8.0;");
	/* rows with a NULL group are skipped; a group without values gives
	 * NULL */
	is(db,
	   "SELECT mannwhitney_p(x, g), hodges_lehmann(x, g)" ROWS(
	       "(1, 0), (2, 0), (3, NULL), (NULL, 1)"),
	   "-|-;");
	is(db,
	   "SELECT mannwhitney_p(x, g), hodges_lehmann(x, g)" ROWS(
	       "(1, 1), (2, 1)"),
	   "-|-;");
	is(db,
	   "SELECT hodges_lehmann(x, g)" ROWS("(1, 0), (NULL, NULL), (5, 1), "
					      "(100, NULL)"),
	   "4.0;");
	sqlite3_close(db);
}
END_TEST

START_TEST(text_and_blobs_are_refused)
{
	sqlite3 *db = open_memory();
	size_t i;

	for (i = 0; i < UNIT_COUNT(calls); i++) {
		char sql[300], want[200];
		int name = (int)strcspn(calls[i], "(");

		snprintf(sql, sizeof(sql), "SELECT %s%s", calls[i],
			 ROWS("(1, 0), ('12', 1), (3, 0)"));
		snprintf(want, sizeof(want),
			 "error: %.*s(): text is not a number; cast(x AS REAL) "
			 "makes it one",
			 name, calls[i]);
		is(db, sql, want);
		snprintf(sql, sizeof(sql), "SELECT %s OVER ()%s", calls[i],
			 ROWS("(1, 0), (x'00', 1), (3, 0)"));
		snprintf(want, sizeof(want),
			 "error: %.*s(): a blob is not a number", name,
			 calls[i]);
		is(db, sql, want);
	}
	sqlite3_close(db);
}
END_TEST

START_TEST(second_arguments_are_checked)
{
	static const char *const bad[] = { "-0.1",  "1.1",   "NULL",  "'0.5'",
					   "x'31'", "9e999", "-9e999" };
	static const struct answer cases[] = {
		{ "SELECT quantile(value, value / 10.0)" OF("1, 1, 2"),
		  "error: quantile(): q is not the same in all rows of a "
		  "group" },
		{ "SELECT ci_high(value, value / 10.0)" OF("1, 1, 2"),
		  "error: ci_high(): the level is not the same in all rows of "
		  "a group" },
		/* each GROUP BY group may have its own q */
		{ "SELECT quantile(value, value)" OF("0, 1") " GROUP BY value",
		  "0.0;1.0;" },
		{ "SELECT ci_low(1, 0)", "error: ci_low(): the level is not a "
					 "number between 0 and 1" },
		{ "SELECT ci_low(1, 1)", "error: ci_low(): the level is not a "
					 "number between 0 and 1" },
		{ "SELECT median()",
		  "error: wrong number of arguments to function median()" },
		{ "SELECT quantile(1)",
		  "error: wrong number of arguments to function quantile()" },
		{ "SELECT ci_low(1, 0.5, 2)",
		  "error: wrong number of arguments to function ci_low()" },
	};
	static const char *const groups[] = { "2",  "-1",    "0.5",  "'0'",
					      "''", "x'00'", "9e999" };
	sqlite3 *db = open_memory();
	char sql[200];
	size_t i;

	all(cases, UNIT_COUNT(cases));
	for (i = 0; i < UNIT_COUNT(bad); i++) {
		snprintf(sql, sizeof(sql), "SELECT quantile(7, %s)", bad[i]);
		is(db, sql, "error: quantile(): q is not a number from 0 to 1");
		snprintf(sql, sizeof(sql), "SELECT ci_high(7, %s)", bad[i]);
		is(db, sql,
		   "error: ci_high(): the level is not a number between 0 and "
		   "1");
	}
	for (i = 0; i < UNIT_COUNT(groups); i++) {
		snprintf(sql, sizeof(sql), "SELECT hodges_lehmann(7, %s)",
			 groups[i]);
		is(db, sql,
		   "error: hodges_lehmann(): the group is neither 0 nor 1");
	}
	sqlite3_close(db);
}
END_TEST

START_TEST(infinities)
{
	static const struct answer cases[] = {
		{ "SELECT median(x), quantile(x, 0.25)" ROWS(
		      "(1, 0), (9e999, 0), (9e999, 0), (-9e999, 0), (2, 0)"),
		  "2.0|1.0;" },
		{ "SELECT median(x)" ROWS("(9e999, 0), (-9e999, 0)"), "-;" },
		{ "SELECT median(x)" ROWS("(9e999, 0), (9e999, 0)"), "Inf;" },
		{ "SELECT mad(x), stddev(x)" ROWS(
		      "(1, 0), (2, 0), (4, 0), (9e999, 0)"),
		  "1.5|-;" },
		{ "SELECT mad(x), stddev(x)" ROWS(
		      "(1, 0), (9e999, 0), (9e999, 0)"),
		  "-|-;" },
		{ "SELECT mad(x), stddev(x)" ROWS(
		      "(1, 0), (-9e999, 0), (9e999, 0)"),
		  "Inf|-;" },
		{ "SELECT ci_low(x, .5), ci_high(x, .5)" ROWS(
		      "(-9e999, 0), (1, 0), (9e999, 0), (9e999, 0)"),
		  "-Inf|Inf;" },
		{ "SELECT fsum(x)" ROWS("(9e999, 0), (1, 0)"), "Inf;" },
		{ "SELECT fsum(x)" ROWS("(9e999, 0), (-9e999, 0)"), "-;" },
		{ "SELECT fsum(x)" ROWS("(1e308, 0), (1e308, 0), (-1e308, 0)"),
		  "1.0e+308;" },
		{ "SELECT geomean(x)" ROWS("(9e999, 0), (2, 0)"), "Inf;" },
		{ "SELECT geomean(x)" ROWS("(9e999, 0), (0, 0)"), "-;" },
		{ "SELECT geomean(x)" ROWS("(-9e999, 0)"),
		  "error: geomean(): a negative number has no geometric "
		  "mean" },
		{ "SELECT hodges_lehmann(x, g)" ROWS("(9e999, 0), (9e999, 1)"),
		  "-;" },
		{ "SELECT mannwhitney_p(x, g)" ROWS("(-9e999, 0), (0, 0), "
						    "(1, 0), (9e999, 1), "
						    "(2, 1), (3, 1)"),
		  "0.1;" },
	};

	all(cases, UNIT_COUNT(cases));
}
END_TEST

START_TEST(windows_by_hand)
{
	static const struct answer cases[] = {
		{ "SELECT median(value) OVER (ORDER BY key ROWS 2 "
		  "PRECEDING)" OF("3, 1, 4, 1, 5, 9, 2, 6"),
		  "3.0;2.0;3.0;1.0;4.0;5.0;5.0;6.0;" },
		{ "SELECT fsum(value) OVER (ORDER BY key ROWS 1 PRECEDING)" OF(
		      "1e100, 1, 2, 3"),
		  "1.0e+100;1.0e+100;3.0;5.0;" },
		/* a frame that becomes empty, and NULLs that pass through it */
		{ "SELECT fsum(value) OVER w, median(value) OVER w" OF(
		      "1, null, 3") " WINDOW w AS (ORDER BY key ROWS BETWEEN 1 "
				    "FOLLOWING AND 1 FOLLOWING)",
		  "-|-;3.0|3.0;-|-;" },
		{ "SELECT hodges_lehmann(value, key % 2) OVER (ORDER BY key "
		  "ROWS 2 PRECEDING)" OF("3, 1, 4, 1, 5"),
		  "-;-2.0;-2.5;-3.0;-3.5;" },
		{ "SELECT mannwhitney_p(value, key % 2) OVER (ORDER BY key "
		  "ROWS 1 PRECEDING)" OF("3, 1, 4"),
		  "-;1.0;1.0;" },
		{ "SELECT quantile(value, 0.5) OVER (ORDER BY key ROWS BETWEEN "
		  "UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE "
		  "CURRENT ROW)" OF("1, 2, 9"),
		  "5.5;5.0;1.5;" },
	};

	all(cases, UNIT_COUNT(cases));
}
END_TEST

START_TEST(a_million_rows)
{
	/* 0 .. 999999 in scrambled order; half of them in each group */
	static const struct answer cases[] = {
		{ "CREATE TEMP TABLE t AS WITH RECURSIVE r (i) AS (SELECT 0 "
		  "UNION ALL SELECT i + 1 FROM r WHERE i < 999999) "
		  "SELECT i * 7919 % 1000000 AS x, i & 1 AS g FROM r",
		  "" },
		{ "SELECT count(*), count(DISTINCT x) FROM t",
		  "1000000|1000000;" },
		{ "SELECT median(x), quantile(x, .9), mad(x) FROM t",
		  "499999.5|899999.1|250000.0;" },
		{ "SELECT round(stddev(x), 3), fsum(x) FROM t",
		  "288675.279|499999500000.0;" },
		{ "SELECT ci_low(x), ci_high(x) FROM t", "499019.0|500980.0;" },
		{ "SELECT abs(geomean(x + 1) / 367882.3209 - 1) < 1e-6 FROM t",
		  "1;" },
		{ "SELECT hodges_lehmann(x, g), mannwhitney_p(x, g) > .9 "
		  "FROM t",
		  "1.0|1;" },
		/* a small frame that moves over a million rows */
		{ "SELECT sum(m), sum(s) FROM (SELECT median(i) OVER w AS m, "
		  "fsum(i) OVER w AS s FROM (SELECT rowid AS i FROM t) "
		  "WINDOW w AS (ORDER BY i ROWS 2 PRECEDING))",
		  "499999500001.5|1499998500001.0;" },
	};

	all(cases, UNIT_COUNT(cases));
}
END_TEST

/* ---- random arguments -------------------------------------------------- */

static const char *const odd[] = { "NULL",
				   "'x'",
				   "x'00'",
				   "9e999",
				   "-9e999",
				   "'1e3'",
				   "1e308",
				   "-1e308",
				   "5e-324",
				   "0.0",
				   "9223372036854775807",
				   "''",
				   "-0.0" };

/* Adds a random x; if `tame`, seldom one of the odd values. */
static void add_random(struct str *sql, uint64_t *seed, bool tame)
{
	if (!unit_random(seed, tame ? 200 : 4))
		str_add(sql, odd[unit_random(seed, UNIT_COUNT(odd))]);
	else if (unit_random(seed, 2))
		str_addf(sql, "%d", (int)unit_random(seed, 20));
	else
		str_addf(sql, "%.3f", (double)unit_random(seed, 20000) / 1000);
}

static void add_call(struct str *sql, uint64_t *seed, bool tame)
{
	static const char *const one[] = { "median", "mad",     "stddev",
					   "ci_low", "ci_high", "geomean",
					   "fsum" };
	static const char *const two[] = { "quantile", "ci_low", "ci_high",
					   "hodges_lehmann", "mannwhitney_p" };
	size_t i;

	if (unit_random(seed, 2)) {
		str_addf(sql, "%s(x)", one[unit_random(seed, UNIT_COUNT(one))]);
		return;
	}
	i = unit_random(seed, UNIT_COUNT(two));
	str_addf(sql, "%s(x, ", two[i]);
	if (!tame && unit_random(seed, 2))
		add_random(sql, seed, false);
	else
		str_add(sql, i >= 3 ? "g" : "0.75");
	str_add(sql, ")");
}

/*
 * For any arguments, there is a result or an error with a message; and a window
 * over all rows gives the aggregate's result in every row.
 */
START_TEST(random_arguments)
{
	sqlite3 *db = open_memory();
	uint64_t seed = 10;
	size_t answers = 0, errors = 0;
	int round;

	for (round = 0; round < 6000; round++) {
		struct str call = { 0 }, rows = { 0 }, sql = { 0 };
		struct str plain = { 0 }, window = { 0 };
		size_t n = unit_random(&seed, 30), i;
		bool tame = round % 3;

		str_add(&rows, " FROM (SELECT 0 AS x, 0 AS g WHERE 0");
		for (i = 0; i < n; i++) {
			str_add(&rows, " UNION ALL SELECT ");
			add_random(&rows, &seed, tame);
			str_addf(&rows, ", %d", (int)unit_random(&seed, 2));
		}
		str_add(&rows, ")");
		add_call(&call, &seed, tame);
		str_addf(&sql, "SELECT %s%s", call.text, rows.text);
		ask(db, sql.text, &plain);
		sql.len = 0;
		str_addf(&sql, "SELECT DISTINCT %s OVER ()%s", call.text,
			 rows.text);
		ask(db, sql.text, &window);
		if (n)
			unit_must(!strcmp(plain.text, window.text),
				  "%s: '%s' and '%s'", sql.text, plain.text,
				  window.text);
		if (!strncmp(plain.text, "error: ", 7)) {
			errors++;
			unit_must(strstr(plain.text, "(): "), "%s: '%s'",
				  sql.text, plain.text);
		} else {
			answers++;
		}
		str_free(&call);
		str_free(&rows);
		str_free(&sql);
		str_free(&plain);
		str_free(&window);
	}
	ck_assert_uint_gt(answers, 3000);
	ck_assert_uint_gt(errors, 500);
	sqlite3_close(db);
}
END_TEST

/* A moving frame gives the same result as an aggregate over the same rows. */
START_TEST(random_frames)
{
	sqlite3 *db = open_memory();
	uint64_t seed = 11;
	int round;

	is(db, "CREATE TABLE t (i INTEGER PRIMARY KEY, x, g)", "");
	for (round = 0; round < 400; round++) {
		struct str call = { 0 }, sql = { 0 };
		size_t n = 1 + unit_random(&seed, 30), i;
		int before = (int)unit_random(&seed, 8) - 2;
		int behind = before + (int)unit_random(&seed, 6) - 3;

		is(db, "DELETE FROM t", "");
		for (i = 0; i < n; i++) {
			sql.len = 0;
			str_add(&sql, "INSERT INTO t VALUES (NULL, ");
			if (unit_random(&seed, 5))
				str_addf(&sql, "%d",
					 (int)unit_random(&seed, 9) + 1);
			else
				str_add(&sql, "NULL");
			str_addf(&sql, ", %d)", (int)unit_random(&seed, 2));
			is(db, sql.text, "");
		}
		add_call(&call, &seed, true);
		sql.len = 0;
		/* rows from i - before to i - behind, which may be none */
		str_addf(&sql,
			 "SELECT count(*) FROM (SELECT i, %s OVER (ORDER BY i "
			 "RANGE BETWEEN %d %s AND %d %s) AS w FROM t) AS o "
			 "WHERE w IS NOT (SELECT %s FROM (SELECT x, g FROM t "
			 "WHERE t.i BETWEEN o.i - %d AND o.i - %d ORDER BY i))",
			 call.text, abs(before),
			 before < 0 ? "FOLLOWING" : "PRECEDING", abs(behind),
			 behind < 0 ? "FOLLOWING" : "PRECEDING", call.text,
			 before, behind);
		if ((before < 0) <= (behind < 0))
			is(db, sql.text, "0;");
		str_free(&call);
		str_free(&sql);
	}
	sqlite3_close(db);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		values_by_hand,
		nothing_is_null,
		text_and_blobs_are_refused,
		second_arguments_are_checked,
		infinities,
		windows_by_hand,
		a_million_rows,
		random_arguments,
		random_frames,
		NULL,
	};

	return unit_run("extension", tests);
}
