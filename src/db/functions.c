/* The functions that dotrec adds to SQL, built in and as dotrec_stats.so. */
#include "db/functions.h"

#include "base/mem.h"
#include "stats/interval.h"
#include "stats/select.h"
#include "stats/sum.h"
#include "stats/summary.h"
#include "stats/twosample.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The built-in form calls SQLite directly; the extension calls it through a
 * table of functions that the loading program passes. */
#ifndef DOTREC_LOADABLE
#define SQLITE_CORE 1
#endif
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

#define LEVEL 0.95 /* the default confidence level */

/* The meaning of a function's second argument. */
enum second { SECOND_NONE, SECOND_Q, SECOND_LEVEL, SECOND_GROUP };

/* The values of a window, oldest first: x[first .. first + count). */
struct queue {
	double *x;
	size_t first, count, cap;
};

/* The state of an aggregate that needs all values. */
struct values {
	struct queue of[2]; /* by group; without groups, all are in 0 */
	double second;
	bool has_second;
};

/* The state of an aggregate that needs a sum. */
struct total {
	struct exact_sum sum;
	uint64_t count;
};

struct function {
	const char *name;
	int args;
	enum second second;
	/* Sets *result, NaN for NULL, and may reorder the values. Returns 0,
	 * or -1 if memory ran out. */
	int (*result)(struct values *v, double *result);
};

/* ---- arguments --------------------------------------------------------- */

/* Makes "FUNCTION(): words" the error of the statement. */
static void refuse_argument(sqlite3_context *ctx, const char *words)
{
	const struct function *f = sqlite3_user_data(ctx);
	char *text = sqlite3_mprintf("%s(): %s", f->name, words);

	if (text)
		sqlite3_result_error(ctx, text, -1);
	else
		sqlite3_result_error_nomem(ctx);
	sqlite3_free(text);
}

static bool is_number(sqlite3_value *value)
{
	int type = sqlite3_value_type(value);

	return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

static bool is_null(sqlite3_value *value)
{
	return sqlite3_value_type(value) == SQLITE_NULL;
}

/* Whether x is a number; NULL is skipped, and text or a blob is an error. */
static bool is_value(sqlite3_context *ctx, sqlite3_value *x)
{
	if (is_number(x))
		return true;
	if (sqlite3_value_type(x) == SQLITE_TEXT)
		refuse_argument(
		    ctx, "text is not a number; cast(x AS REAL) makes it one");
	else if (!is_null(x))
		refuse_argument(ctx, "a blob is not a number");
	return false;
}

/* The group of a row, 0 or 1; -1 if it is something else. */
static int group_of(const struct function *f, sqlite3_value **argv)
{
	if (f->second != SECOND_GROUP)
		return 0;
	if (!is_number(argv[1]))
		return -1;
	return sqlite3_value_double(argv[1]) == 0   ? 0
	       : sqlite3_value_double(argv[1]) == 1 ? 1
						    : -1;
}

/* Takes over q or level. Returns what is wrong with it, or NULL. */
static const char *set_second(struct values *v, const struct function *f,
			      sqlite3_value *value)
{
	double second = sqlite3_value_double(value);

	if (f->second == SECOND_Q &&
	    !(is_number(value) && second >= 0 && second <= 1))
		return "q is not a number from 0 to 1";
	if (f->second == SECOND_LEVEL &&
	    !(is_number(value) && second > 0 && second < 1))
		return "the level is not a number between 0 and 1";
	if (v->has_second && v->second != second)
		return f->second == SECOND_Q
			   ? "q is not the same in all rows of a group"
			   : "the level is not the same in all rows of a group";
	v->second = second;
	v->has_second = true;
	return NULL;
}

/* ---- aggregates over values -------------------------------------------- */

static int push(struct queue *q, double x)
{
	/* reuses the space of values that have left the window */
	if (q->first > q->count) {
		memmove(q->x, q->x + q->first, q->count * sizeof(*q->x));
		q->first = 0;
	}
	if (mem_grow(&q->x, &q->cap, q->first + q->count + 1, sizeof(*q->x),
		     NULL))
		return -1;
	q->x[q->first + q->count++] = x;
	return 0;
}

static void values_step(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const struct function *f = sqlite3_user_data(ctx);
	struct values *v = sqlite3_aggregate_context(ctx, sizeof(*v));
	const char *wrong = NULL;
	int group = group_of(f, argv);

	if (!v) {
		sqlite3_result_error_nomem(ctx);
		return;
	}
	if (!is_value(ctx, argv[0]) ||
	    (f->second == SECOND_GROUP && is_null(argv[1])))
		return;
	if (group < 0)
		wrong = "the group is neither 0 nor 1";
	else if (argc > 1 && f->second != SECOND_GROUP)
		wrong = set_second(v, f, argv[1]);
	if (wrong)
		refuse_argument(ctx, wrong);
	else if (push(&v->of[group], sqlite3_value_double(argv[0])))
		sqlite3_result_error_nomem(ctx);
}

/* The oldest row leaves the window. */
static void values_inverse(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct values *v = sqlite3_aggregate_context(ctx, 0);
	int group = group_of(sqlite3_user_data(ctx), argv);

	(void)argc;
	if (!v || group < 0 || !is_number(argv[0]) || !v->of[group].count)
		return;
	v->of[group].first++;
	v->of[group].count--;
}

static void return_result(sqlite3_context *ctx, struct values *v)
{
	const struct function *f = sqlite3_user_data(ctx);
	double result = NAN;

	if (v->of[0].count + v->of[1].count && f->result(v, &result))
		sqlite3_result_error_nomem(ctx);
	else
		sqlite3_result_double(ctx, result); /* NaN is NULL */
}

static void values_free(struct values *v)
{
	free(v->of[0].x);
	free(v->of[1].x);
}

static void values_final(sqlite3_context *ctx)
{
	struct values *v = sqlite3_aggregate_context(ctx, 0);

	if (!v)
		return;
	return_result(ctx, v);
	values_free(v);
}

/* The result of the present frame, computed on a copy because the order of the
 * queue is still needed. */
static void values_value(sqlite3_context *ctx)
{
	const struct values *v = sqlite3_aggregate_context(ctx, 0);
	struct values copy = { .has_second = false };
	const struct queue *q;
	int g;

	if (!v)
		return;
	copy.second = v->second;
	copy.has_second = v->has_second;
	for (g = 0; g < 2; g++) {
		q = &v->of[g];
		copy.of[g].count = q->count;
		if (!q->count)
			continue;
		copy.of[g].x = mem_array(q->count, sizeof(*q->x), NULL);
		if (!copy.of[g].x) {
			sqlite3_result_error_nomem(ctx);
			goto out;
		}
		memcpy(copy.of[g].x, q->x + q->first, q->count * sizeof(*q->x));
	}
	return_result(ctx, &copy);
out:
	values_free(&copy);
}

/* ---- results of these aggregates --------------------------------------- */

static double *array(const struct queue *q)
{
	return q->x + q->first;
}

static int result_median(struct values *v, double *result)
{
	*result = stats_select_quantile(array(&v->of[0]), v->of[0].count, 0.5);
	return 0;
}

static int result_quantile(struct values *v, double *result)
{
	*result =
	    stats_select_quantile(array(&v->of[0]), v->of[0].count, v->second);
	return 0;
}

static int result_mad(struct values *v, double *result)
{
	struct summary s;

	stats_summary(array(&v->of[0]), v->of[0].count, &s);
	*result = isfinite(s.median) ? s.mad : NAN;
	return 0;
}

static int result_stddev(struct values *v, double *result)
{
	struct summary s;

	stats_summary(array(&v->of[0]), v->of[0].count, &s);
	*result = isfinite(s.mean) ? s.sd : NAN;
	return 0;
}

/* One end of the confidence interval of the median. */
static int end_of_interval(struct values *v, bool high, double *result)
{
	double *x = array(&v->of[0]), level;
	size_t n = v->of[0].count;
	size_t k =
	    stats_median_rank(n, v->has_second ? v->second : LEVEL, &level);

	if (!k)
		return 0;
	k = high ? n - k : k - 1;
	stats_select(x, n, k);
	*result = x[k];
	return 0;
}

static int result_ci_low(struct values *v, double *result)
{
	return end_of_interval(v, false, result);
}

static int result_ci_high(struct values *v, double *result)
{
	return end_of_interval(v, true, result);
}

static bool all_finite(const struct queue *q)
{
	size_t i;

	for (i = 0; i < q->count; i++)
		if (!isfinite(array(q)[i]))
			return false;
	return true;
}

static int result_hodges_lehmann(struct values *v, double *result)
{
	struct queue *a = &v->of[0], *b = &v->of[1];

	if (a->count && b->count && all_finite(a) && all_finite(b))
		*result = stats_hodges_lehmann(array(a), a->count, array(b),
					       b->count);
	return 0;
}

static int result_mannwhitney_p(struct values *v, double *result)
{
	struct queue *a = &v->of[0], *b = &v->of[1];
	struct mannwhitney test;

	if (!a->count || !b->count)
		return 0;
	if (stats_mannwhitney(array(a), a->count, array(b), b->count, &test,
			      NULL))
		return -1;
	*result = test.p;
	return 0;
}

static const struct function over_values[] = {
	{ "median", 1, SECOND_NONE, result_median },
	{ "quantile", 2, SECOND_Q, result_quantile },
	{ "mad", 1, SECOND_NONE, result_mad },
	{ "stddev", 1, SECOND_NONE, result_stddev },
	{ "ci_low", 1, SECOND_LEVEL, result_ci_low },
	{ "ci_low", 2, SECOND_LEVEL, result_ci_low },
	{ "ci_high", 1, SECOND_LEVEL, result_ci_high },
	{ "ci_high", 2, SECOND_LEVEL, result_ci_high },
	{ "hodges_lehmann", 2, SECOND_GROUP, result_hodges_lehmann },
	{ "mannwhitney_p", 2, SECOND_GROUP, result_mannwhitney_p },
};

/* ---- aggregates over sums ---------------------------------------------- */

typedef void change(struct exact_sum *sum, double x);

/* Adds or subtracts a 64-bit integer exactly, as two doubles. */
static void change_by_integer(struct total *t, change *by, sqlite3_int64 x)
{
	by(&t->sum, (double)(x / (INT64_C(1) << 32)) * 0x1p32);
	by(&t->sum, (double)(x % (INT64_C(1) << 32)));
}

static void fsum_change(struct total *t, change *by, sqlite3_value *x)
{
	if (sqlite3_value_type(x) == SQLITE_INTEGER)
		change_by_integer(t, by, sqlite3_value_int64(x));
	else
		by(&t->sum, sqlite3_value_double(x));
}

static void fsum_step(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct total *t = sqlite3_aggregate_context(ctx, sizeof(*t));

	(void)argc;
	if (!t) {
		sqlite3_result_error_nomem(ctx);
	} else if (is_value(ctx, argv[0])) {
		fsum_change(t, stats_sum_add, argv[0]);
		t->count++;
	}
}

static void fsum_inverse(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct total *t = sqlite3_aggregate_context(ctx, 0);

	(void)argc;
	if (t && is_number(argv[0])) {
		fsum_change(t, stats_sum_subtract, argv[0]);
		t->count--;
	}
}

static void fsum_value(sqlite3_context *ctx)
{
	const struct total *t = sqlite3_aggregate_context(ctx, 0);

	if (t && t->count)
		sqlite3_result_double(ctx, stats_sum_value(&t->sum));
}

static void geomean_step(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct total *t = sqlite3_aggregate_context(ctx, sizeof(*t));

	(void)argc;
	if (!t) {
		sqlite3_result_error_nomem(ctx);
	} else if (!is_value(ctx, argv[0])) {
		return;
	} else if (sqlite3_value_double(argv[0]) < 0) {
		refuse_argument(ctx, "a negative number has no geometric mean");
	} else {
		stats_sum_add(&t->sum, log(sqlite3_value_double(argv[0])));
		t->count++;
	}
}

static void geomean_inverse(sqlite3_context *ctx, int argc,
			    sqlite3_value **argv)
{
	struct total *t = sqlite3_aggregate_context(ctx, 0);

	(void)argc;
	if (t && is_number(argv[0])) {
		stats_sum_subtract(&t->sum, log(sqlite3_value_double(argv[0])));
		t->count--;
	}
}

static void geomean_value(sqlite3_context *ctx)
{
	const struct total *t = sqlite3_aggregate_context(ctx, 0);

	if (t && t->count)
		sqlite3_result_double(
		    ctx, exp(stats_sum_value(&t->sum) / (double)t->count));
}

static const struct function fsum = { .name = "fsum", .args = 1 };
static const struct function geomean = { .name = "geomean", .args = 1 };

/* ---- registration ------------------------------------------------------ */

typedef void row_function(sqlite3_context *, int, sqlite3_value **);
typedef void end_function(sqlite3_context *);

static int add_function(sqlite3 *sqlite, const struct function *f,
			row_function *step, end_function *final,
			end_function *value, row_function *inverse)
{
	return sqlite3_create_window_function(
	    sqlite, f->name, f->args,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, (void *)f,
	    step, final, value, inverse, NULL);
}

int functions_register(struct sqlite3 *sqlite)
{
	size_t i, count = sizeof(over_values) / sizeof(over_values[0]);
	int rc = SQLITE_OK;

	for (i = 0; i < count && !rc; i++)
		rc = add_function(sqlite, &over_values[i], values_step,
				  values_final, values_value, values_inverse);
	if (!rc)
		rc = add_function(sqlite, &fsum, fsum_step, fsum_value,
				  fsum_value, fsum_inverse);
	if (!rc)
		rc = add_function(sqlite, &geomean, geomean_step, geomean_value,
				  geomean_value, geomean_inverse);
	return rc;
}

#ifdef DOTREC_LOADABLE
/* SQLite derives this name from that of the file, dotrec_stats.so. */
__attribute__((visibility("default"))) int
sqlite3_dotrecstats_init(sqlite3 *sqlite, char **error,
			 const sqlite3_api_routines *api);

int sqlite3_dotrecstats_init(sqlite3 *sqlite, char **error,
			     const sqlite3_api_routines *api)
{
	SQLITE_EXTENSION_INIT2(api);
	if (sqlite3_libversion_number() < 3040000) {
		*error = sqlite3_mprintf("dotrec_stats needs SQLite 3.40; "
					 "this is %s",
					 sqlite3_libversion());
		return SQLITE_ERROR;
	}
	return functions_register(sqlite);
}
#endif
