/* What is derived from samples: made when they are stored, and made anew. */
#include "store/db.h"

#include "base/mem.h"
#include "stats/interval.h"
#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>

#define CONFIDENCE 0.95

static void bind_interval(sqlite3_stmt *s, const double *sorted, size_t count,
			  const char *low, const char *high)
{
	struct interval interval;

	/* without one, the columns stay NULL: nothing is invented */
	if (!stats_median_interval(sorted, count, CONFIDENCE, &interval))
		return;
	db_real(s, low, interval.low);
	db_real(s, high, interval.high);
	db_real(s, ":level", interval.level);
}

/* The value of a night: the mean over sessions of ln(median). x is room. */
static double night_value(const struct timing *t, size_t count, double *x)
{
	double sum = 0;
	size_t from, n, sessions = 0;

	for (from = 0; from < count; from += n) {
		for (n = 0;
		     from + n < count && t[from + n].session == t[from].session;
		     n++)
			x[n] = t[from + n].call_ns;
		stats_sort(x, n);
		sum += log(stats_quantile(x, n, 0.5));
		sessions++;
	}
	return sum / (double)sessions;
}

static int derive_summary(struct store *store, int64_t cell_id, double *x,
			  size_t count, double value_ln, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/summary", err);
	struct summary summary;

	if (!s)
		return -1;
	stats_summary(x, count, &summary); /* sorts x */
	db_int(s, ":cell_id", cell_id);
	db_int(s, ":samples", (int64_t)count);
	db_real(s, ":min_ns", summary.min);
	db_real(s, ":median_ns", summary.median);
	db_real(s, ":mean_ns", summary.mean);
	db_real(s, ":max_ns", summary.max);
	if (count > 1)
		db_real(s, ":sd_ns", summary.sd);
	db_real(s, ":deviation_ns", summary.deviation);
	db_real(s, ":mad_ns", summary.mad);
	if (isfinite(value_ln))
		db_real(s, ":value_ln", value_ln);
	bind_interval(s, x, count, ":low_ns", ":high_ns");
	return db_run(store, s, err);
}

static int derive_speedup(struct store *store, int64_t cell_id, int64_t base_id,
			  double *ratio, size_t count, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/speedup", err);

	if (!s)
		return -1;
	stats_sort(ratio, count);
	db_int(s, ":cell_id", cell_id);
	db_int(s, ":base_id", base_id);
	db_int(s, ":rounds", (int64_t)count);
	db_real(s, ":ratio", stats_quantile(ratio, count, 0.5));
	bind_interval(s, ratio, count, ":low_ratio", ":high_ratio");
	return db_run(store, s, err);
}

/* serial time / parallel time of every round in which both were measured. */
static size_t ratios(const struct timing *own, size_t nown,
		     const struct timing *base, size_t nbase, double *ratio)
{
	size_t i = 0, j = 0, count = 0;

	while (i < nown && j < nbase) {
		if (own[i].round < base[j].round) {
			i++;
		} else if (own[i].round > base[j].round) {
			j++;
		} else {
			if (own[i].call_ns > 0)
				ratio[count++] =
				    base[j].call_ns / own[i].call_ns;
			i++;
			j++;
		}
	}
	return count;
}

int db_derive(struct store *store, int64_t cell_id, const struct timing *own,
	      size_t nown, int64_t base_id, const struct timing *base,
	      size_t nbase, struct err *err)
{
	double *x, value_ln;
	size_t i, count;
	int rc;

	if (!nown)
		return 0;
	x = mem_array(nown, sizeof(*x), err);
	if (!x)
		return -1;
	value_ln = night_value(own, nown, x);
	for (i = 0; i < nown; i++)
		x[i] = own[i].call_ns;
	rc = derive_summary(store, cell_id, x, nown, value_ln, err);
	count = base_id ? ratios(own, nown, base, nbase, x) : 0;
	if (!rc && count)
		rc = derive_speedup(store, cell_id, base_id, x, count, err);
	free(x);
	return rc;
}

int db_timings(struct store *store, int64_t cell_id, struct timing **timings,
	       size_t *count, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "store/timings_of_cell", err);
	size_t cap = 0;
	int code = SQLITE_DONE;

	*timings = NULL;
	*count = 0;
	if (!s)
		return -1;
	db_int(s, ":cell_id", cell_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		struct timing *t;

		if (mem_grow(timings, &cap, *count + 1, sizeof(*t), err))
			break;
		t = &(*timings)[(*count)++];
		t->round = (uint32_t)sqlite3_column_int64(s, 0);
		t->call_ns = sqlite3_column_double(s, 1);
		t->session = (uint32_t)sqlite3_column_int64(s, 2);
	}
	sqlite3_reset(s);
	if (code == SQLITE_DONE)
		return 0;
	return code == SQLITE_ROW ? -1 : db_fail(store, "cannot read", err);
}

int db_rebuild_cell(struct store *store, int64_t cell_id, int64_t base_id,
		    struct err *err)
{
	struct timing *own = NULL, *base = NULL;
	size_t nown, nbase = 0;
	int rc = db_timings(store, cell_id, &own, &nown, err);

	if (!rc && base_id)
		rc = db_timings(store, base_id, &base, &nbase, err);
	if (!rc)
		rc = db_derive(store, cell_id, own, nown, base_id, base, nbase,
			       err);
	free(own);
	free(base);
	return rc;
}

static int clear(struct store *store, const char *name, int64_t run_id,
		 struct err *err)
{
	sqlite3_stmt *s = db_statement(store, name, err);

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	return db_run(store, s, err);
}

int store_rebuild(struct store *store, int64_t run_id, struct err *err)
{
	sqlite3_stmt *cells;
	int rc, code = SQLITE_DONE;

	if (db_begin(store, err))
		return -1;
	rc = clear(store, "write/summary_clear", run_id, err);
	if (!rc)
		rc = clear(store, "write/speedup_clear", run_id, err);
	cells = rc ? NULL : db_statement(store, "store/cells_of_run", err);
	if (cells)
		db_int(cells, ":run_id", run_id);
	else
		rc = -1;
	while (!rc && (code = sqlite3_step(cells)) == SQLITE_ROW)
		rc = db_rebuild_cell(store, sqlite3_column_int64(cells, 0),
				     sqlite3_column_int64(cells, 1), err);
	if (!rc && code != SQLITE_DONE)
		rc = db_fail(store, "cannot read", err);
	if (cells)
		sqlite3_reset(cells);
	return db_end(store, rc, err);
}
