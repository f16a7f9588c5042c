/*
 * Compares the aggregate median() with a median by window functions, over 1e7
 * values in a table of a database in memory.
 */
#include "bench.h"

#include "db/functions.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS   "10000000"
#define ROUNDS 6

static const char *const make =
    "CREATE TABLE t AS WITH RECURSIVE r (i) AS (SELECT 0 UNION ALL "
    "SELECT i + 1 FROM r WHERE i < " ROWS " - 1) "
    "SELECT (i * 7919 + 13) % " ROWS " + 0.25 AS x FROM r";

#define WINDOW                                                             \
	"SELECT avg(x) FROM (SELECT x, row_number() OVER (ORDER BY x) AS " \
	"i, count(*) OVER () AS n FROM t) "                                \
	"WHERE i IN ((n + 1) / 2, (n + 2) / 2)"

static const char *const queries[] = {
	"SELECT median(x) FROM t", WINDOW, /* the solution of textbooks */
	"SELECT sum(x) FROM t",            /* the time for reading the rows */
};

static sqlite3 *db;

static void fail(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

static double ask(const char *sql)
{
	sqlite3_stmt *s;
	double value;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) ||
	    sqlite3_step(s) != SQLITE_ROW)
		fail(sql);
	value = sqlite3_column_double(s, 0);
	sqlite3_finalize(s);
	return value;
}

static double time_query(void *ctx)
{
	int64_t begin_ns = clock_ns();

	ask(ctx);
	return (double)(clock_ns() - begin_ns);
}

int main(void)
{
	static struct contender c[3];
	char text[64];
	size_t i;

	if (sqlite3_open(":memory:", &db) || functions_register(db) ||
	    sqlite3_exec(db, make, NULL, NULL, NULL))
		fail("cannot make the table");
	for (i = 0; i < 3; i++) {
		c[i].time = time_query;
		c[i].ctx = (void *)queries[i];
	}
	if (ask(queries[0]) != ask(queries[1]))
		fail("the medians are not the same");
	bench_rounds(c, 3, ROUNDS);
	snprintf(text, sizeof(text), "%.2f s",
		 bench_median(&c[0], ROUNDS) / 1e9);
	bench_row("median() of 1e7 rows", text, "", -1);
	snprintf(text, sizeof(text), "%.2f s",
		 bench_median(&c[2], ROUNDS) / 1e9);
	bench_row("sum() of the same rows", text, "", -1);
	bench_at_least("time by window functions / median()",
		       bench_ratio(&c[1], &c[0], ROUNDS), 20);
	sqlite3_close(db);
	return 0;
}
