/* Derives summaries and speed-ups, when samples are stored and again later. */
#include "store/derive.h"

#include "base/mem.h"
#include "db/statement.h"
#include "stats/interval.h"
#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>

#define CONFIDENCE 0.95

/* Copies the values of t to x; returns their number. */
static size_t take_values(const struct timing *t, size_t count, double *x)
{
	size_t i;

	for (i = 0; i < count; i++)
		x[i] = t[i].value;
	return count;
}

size_t derive_session_medians(const struct timing *t, size_t count, double *x)
{
	size_t from, n, sessions = 0;
	double *room;

	for (from = 0; from < count; from += n) {
		room = x + sessions;
		for (n = 0;
		     from + n < count && t[from + n].session == t[from].session;
		     n++)
			room[n] = t[from + n].value;
		stats_sort(room, n);
		x[sessions++] = stats_quantile(room, n, 0.5);
	}
	return sessions;
}

/*
 * Binds the median and its confidence interval. If there are enough sessions
 * for an interval, the sample is the session medians: the repeats of one
 * process share its pages, its CPU and the clock of that moment, and so differ
 * less than repeats of the next process will. The unit is the highest level
 * that was repeated (Kalibera and Jones, ISMM 2013). Else the sample is the
 * values, and the interval holds within this run only. x is scratch space for
 * `count` values.
 */
static void bind_median(sqlite3_stmt *s, const struct timing *t, size_t count,
			double *x, const char *median, const char *low,
			const char *high)
{
	size_t n = derive_session_medians(t, count, x);
	struct interval interval;

	if (stats_median_rank(n, CONFIDENCE, &interval.level))
		db_int(s, ":sessions", (int64_t)n);
	else
		n = take_values(t, count, x);
	stats_sort(x, n);
	db_real(s, median, stats_quantile(x, n, 0.5));
	/* if there is no interval, its columns stay NULL */
	if (!stats_median_interval(x, n, CONFIDENCE, &interval))
		return;
	db_real(s, low, interval.low);
	db_real(s, high, interval.high);
	db_real(s, ":level", interval.level);
}

/* The value of a night: the mean over sessions of ln(median). x is scratch
 * space for `count` values. */
static double night_value(const struct timing *t, size_t count, double *x)
{
	size_t sessions = derive_session_medians(t, count, x), i;
	double sum = 0;

	for (i = 0; i < sessions; i++)
		sum += log(x[i]);
	return sum / (double)sessions;
}

static int derive_summary(struct db *db, int64_t cell_id,
			  const struct timing *t, size_t count, double *x,
			  struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/summary", err);
	double value_ln = night_value(t, count, x);
	struct summary summary;

	if (!s)
		return -1;
	take_values(t, count, x);
	stats_summary(x, count, &summary);
	db_int(s, ":cell_id", cell_id);
	db_int(s, ":samples", (int64_t)count);
	db_real(s, ":min_ns", summary.min);
	db_real(s, ":mean_ns", summary.mean);
	db_real(s, ":max_ns", summary.max);
	if (count > 1)
		db_real(s, ":sd_ns", summary.sd);
	db_real(s, ":deviation_ns", summary.deviation);
	db_real(s, ":mad_ns", summary.mad);
	if (isfinite(value_ln))
		db_real(s, ":value_ln", value_ln);
	bind_median(s, t, count, x, ":median_ns", ":low_ns", ":high_ns");
	return db_run(db, s, err);
}

static int derive_speedup(struct db *db, int64_t cell_id, int64_t base_id,
			  const struct timing *ratios, size_t count, double *x,
			  struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/speedup", err);

	if (!s)
		return -1;
	db_int(s, ":cell_id", cell_id);
	db_int(s, ":base_id", base_id);
	db_int(s, ":rounds", (int64_t)count);
	bind_median(s, ratios, count, x, ":ratio", ":low_ratio", ":high_ratio");
	return db_run(db, s, err);
}

/* Writes serial time / parallel time of every round in which both were measured
 * to `ratio`; returns their number. */
static size_t take_ratios(const struct timing *own, size_t nown,
			  const struct timing *base, size_t nbase,
			  struct timing *ratio)
{
	size_t i = 0, j = 0, count = 0;

	while (i < nown && j < nbase) {
		if (own[i].round < base[j].round) {
			i++;
		} else if (own[i].round > base[j].round) {
			j++;
		} else {
			if (own[i].value > 0) {
				ratio[count] = own[i];
				ratio[count++].value =
				    base[j].value / own[i].value;
			}
			i++;
			j++;
		}
	}
	return count;
}

int derive_cell(struct db *db, int64_t cell_id, const struct timing *own,
		size_t nown, int64_t base_id, const struct timing *base,
		size_t nbase, struct err *err)
{
	struct timing *ratio;
	double *x;
	size_t count;
	int rc = -1;

	if (!nown)
		return 0;
	x = mem_array(nown, sizeof(*x), err);
	ratio = mem_array(nown, sizeof(*ratio), err);
	if (!x || !ratio)
		goto out;
	rc = derive_summary(db, cell_id, own, nown, x, err);
	count = base_id ? take_ratios(own, nown, base, nbase, ratio) : 0;
	if (!rc && count)
		rc = derive_speedup(db, cell_id, base_id, ratio, count, x, err);
out:
	free(x);
	free(ratio);
	return rc;
}

int derive_timings(struct db *db, int64_t cell_id, struct timing **timings,
		   size_t *count, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/timings_of_cell", err);
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
		t->value = sqlite3_column_double(s, 1);
		t->session = (uint32_t)sqlite3_column_int64(s, 2);
	}
	return db_ended(db, s, code, err);
}

int derive_again(struct db *db, int64_t cell_id, int64_t base_id,
		 struct err *err)
{
	struct timing *own = NULL, *base = NULL;
	size_t nown, nbase = 0;
	int rc = derive_timings(db, cell_id, &own, &nown, err);

	if (!rc && base_id)
		rc = derive_timings(db, base_id, &base, &nbase, err);
	if (!rc)
		rc = derive_cell(db, cell_id, own, nown, base_id, base, nbase,
				 err);
	free(own);
	free(base);
	return rc;
}

int store_rebuild(struct db *db, int64_t run_id, struct err *err)
{
	sqlite3_stmt *cells;
	int rc, code = SQLITE_DONE;

	if (db_begin(db, err))
		return -1;
	rc = db_run_of(db, "store/summary_clear", run_id, err);
	if (!rc)
		rc = db_run_of(db, "store/speedup_clear", run_id, err);
	cells = rc ? NULL : db_statement(db, "store/cells_of_run", err);
	if (cells)
		db_int(cells, ":run_id", run_id);
	else
		rc = -1;
	while (!rc && (code = sqlite3_step(cells)) == SQLITE_ROW)
		rc = derive_again(db, sqlite3_column_int64(cells, 0),
				  sqlite3_column_int64(cells, 1), err);
	if (!rc && code != SQLITE_DONE)
		rc = db_fail(db, "cannot read", err);
	if (cells)
		sqlite3_reset(cells);
	return db_end(db, rc, err);
}
