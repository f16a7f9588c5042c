/* Derives summaries and speed-ups, when samples are stored and again later. */
#include "store/derive.h"

#include "base/mem.h"
#include "db/statement.h"
#include "stats/interval.h"
#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>

#define CONFIDENCE 0.95

/* Copies the values of t to x. */
static void take_values(const struct timing *t, size_t count, double *x)
{
	size_t i;

	for (i = 0; i < count; i++)
		x[i] = t[i].value;
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

/* The names of the parameters for a median and its interval. */
struct median_names {
	const char *median, *low, *high;
};

/* Binds the median of sorted values and its confidence interval; if there is no
 * interval, its columns stay NULL. */
static void bind_median(sqlite3_stmt *s, const struct median_names *names,
			const double *sorted, size_t count)
{
	struct interval interval;

	db_real(s, names->median, stats_quantile(sorted, count, 0.5));
	if (!stats_median_interval(sorted, count, CONFIDENCE, &interval))
		return;
	db_real(s, names->low, interval.low);
	db_real(s, names->high, interval.high);
	db_real(s, ":level", interval.level);
}

/*
 * Binds the median of the session medians and its interval, if there are enough
 * sessions for one: the repeats of one process share its pages, its CPU and the
 * clock of that moment, and so differ less than repeats of the next process
 * will. The unit is the highest level that was repeated (Kalibera and Jones,
 * ISMM 2013). Else the sample is the values, and the interval holds within this
 * run only: this returns false. Sorts the medians.
 */
static bool bind_sessions(sqlite3_stmt *s, const struct median_names *names,
			  double *medians, size_t count)
{
	double level;

	if (!stats_median_rank(count, CONFIDENCE, &level))
		return false;
	stats_sort(medians, count);
	bind_median(s, names, medians, count);
	db_int(s, ":sessions", (int64_t)count);
	return true;
}

/* The value of a night: the mean over sessions of ln(median). */
static double night_value(const double *medians, size_t count)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < count; i++)
		sum += log(medians[i]);
	return sum / (double)count;
}

static int derive_summary(struct db *db, int64_t cell_id,
			  const struct timing *t, size_t count, double *x,
			  struct err *err)
{
	static const struct median_names names = { ":median_ns", ":low_ns",
						   ":high_ns" };
	sqlite3_stmt *s = db_statement(db, "store/summary", err);
	size_t sessions = derive_session_medians(t, count, x);
	double value_ln = night_value(x, sessions);
	struct summary summary;
	bool by_session;

	if (!s)
		return -1;
	by_session = bind_sessions(s, &names, x, sessions);
	take_values(t, count, x);
	stats_summary(x, count, &summary); /* sorts x */
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
	if (!by_session)
		bind_median(s, &names, x, count);
	return db_run(db, s, err);
}

static int derive_speedup(struct db *db, int64_t cell_id, int64_t base_id,
			  const struct timing *ratios, size_t count, double *x,
			  struct err *err)
{
	static const struct median_names names = { ":ratio", ":low_ratio",
						   ":high_ratio" };
	sqlite3_stmt *s = db_statement(db, "store/speedup", err);
	size_t sessions = derive_session_medians(ratios, count, x);

	if (!s)
		return -1;
	db_int(s, ":cell_id", cell_id);
	db_int(s, ":base_id", base_id);
	db_int(s, ":rounds", (int64_t)count);
	if (!bind_sessions(s, &names, x, sessions)) {
		take_values(ratios, count, x);
		stats_sort(x, count);
		bind_median(s, &names, x, count);
	}
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
