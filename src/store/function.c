/* Functions that dotrec adds to SQL. */
#include "store/db.h"

#include "base/mem.h"
#include "stats/summary.h"

#include <stdlib.h>

/* The values of one group. */
struct values {
	double *x;
	size_t count, cap;
	int failed;
};

static void median_step(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct values *v = sqlite3_aggregate_context(ctx, sizeof(*v));
	int type = sqlite3_value_numeric_type(argv[0]);

	(void)argc;
	if (!v || v->failed || sqlite3_value_type(argv[0]) == SQLITE_NULL)
		return;
	if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) {
		sqlite3_result_error(ctx, "median(): not a number", -1);
		return;
	}
	if (mem_grow(&v->x, &v->cap, v->count + 1, sizeof(*v->x), NULL))
		v->failed = 1;
	else
		v->x[v->count++] = sqlite3_value_double(argv[0]);
}

static void median_final(sqlite3_context *ctx)
{
	struct values *v = sqlite3_aggregate_context(ctx, 0);

	if (!v)
		return;
	if (v->failed) {
		sqlite3_result_error_nomem(ctx);
	} else if (v->count) {
		stats_sort(v->x, v->count);
		sqlite3_result_double(ctx, stats_quantile(v->x, v->count, 0.5));
	}
	free(v->x);
}

int db_functions(struct store *store, struct err *err)
{
	if (sqlite3_create_function_v2(
		store->db, "median", 1,
		SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
		NULL, median_step, median_final, NULL))
		return db_fail(store, "cannot extend", err);
	return 0;
}
