/* The share of a series' variance that is common to a night. */
#include "judge/night_share.h"

#include "base/mem.h"
#include "stats/summary.h"
#include "stats/variance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Medians of parts of nights: of sessions, or of both halves of a session. */
struct parts {
	bool relative, halves;
	double *value;
	size_t *group; /* the night, from 0 */
	size_t count, value_cap, group_cap;
};

static int add_part(struct parts *p, double *x, size_t n, size_t night,
		    struct err *err)
{
	if (mem_grow(&p->value, &p->value_cap, p->count + 1, sizeof(*p->value),
		     err) ||
	    mem_grow(&p->group, &p->group_cap, p->count + 1, sizeof(*p->group),
		     err))
		return -1;
	stats_sort(x, n);
	p->value[p->count] = log(stats_quantile(x, n, 0.5));
	p->group[p->count++] = night;
	return 0;
}

/* The part that a repeat belongs to: its session, or its half of the rounds. */
static uint32_t part_of(const struct parts *p, const struct night_repeat *r)
{
	return p->halves ? r->round % 2 : r->session;
}

/* A repeat's time and the part that it is in. */
struct piece {
	uint32_t part;
	double ns;
};

static int by_part(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return (x->part > y->part) - (x->part < y->part);
}

/* Collects the pieces of a night, sorted by part; returns how many. */
static size_t take_pieces(const struct parts *p,
			  const struct night_repeats *night,
			  struct piece *piece)
{
	size_t i, n = 0;

	for (i = 0; i < night->count; i++) {
		const struct night_repeat *r = &night->repeat[i];
		double ns = p->relative ? r->ns / r->base_ns : r->ns;

		if (ns > 0 && isfinite(ns))
			piece[n++] = (struct piece){ part_of(p, r), ns };
	}
	qsort(piece, n, sizeof(*piece), by_part);
	return n;
}

/* Adds the parts that occur in a night: their numbers come from the database
 * and may be any. */
static int add_night(struct parts *p, const struct night_repeats *night,
		     size_t number, struct err *err)
{
	double *x = mem_array(night->count, sizeof(*x), err);
	struct piece *piece = mem_array(night->count, sizeof(*piece), err);
	size_t from, i, n = x && piece ? take_pieces(p, night, piece) : 0;
	int rc = x && piece ? 0 : -1;

	for (from = 0; !rc && from < n; from = i) {
		for (i = from; i < n && piece[i].part == piece[from].part; i++)
			x[i - from] = piece[i].ns;
		rc = add_part(p, x, i - from, number, err);
	}
	free(piece);
	free(x);
	return rc;
}

static int load_night(struct db *db, int64_t run_id, int64_t series_id,
		      struct night_repeats *night, struct err *err)
{
	night->count = 0;
	night->sessions = 0;
	return store_night_repeats(db, run_id, series_id, night, err);
}

static int add_parts_of_nights(struct parts *p, struct db *db,
			       const struct night *night, size_t count,
			       int64_t series_id, bool exchanges,
			       struct err *err)
{
	struct night_repeats repeats = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; !rc && i < count; i++) {
		if (night[i].apart[exchanges])
			continue;
		rc = load_night(db, night[i].run_id, series_id, &repeats, err);
		if (!rc)
			rc = add_night(p, &repeats, i, err);
	}
	free(repeats.repeat);
	return rc;
}

/* The share of the night. Half a session has half of its repeats, and so twice
 * the variance of a session. */
static int share_of(const struct parts *p, size_t nights, double *share,
		    struct err *err)
{
	double *means = mem_array(nights, sizeof(*means), err), within;
	size_t *counts = mem_array(nights, sizeof(*counts), err);
	struct variance v;
	int rc = means && counts ? 0 : -1;

	if (!rc)
		stats_variance(p->value, p->group, p->count, nights, means,
			       counts, &v);
	if (!rc && v.count >= v.groups + VARIANCE_NIGHTS) {
		within = p->halves ? v.within / 2 : v.within;
		*share = v.night / (v.night + within);
	}
	free(means);
	free(counts);
	return rc;
}

int night_share(struct db *db, const struct night *night, size_t first,
		size_t end, size_t last, const char *measure, int64_t series_id,
		bool exchanges, double *share, struct err *err)
{
	struct parts p = { .relative = !strcmp(measure, "relative") };
	struct night_repeats tonight = { 0 };
	int rc;

	*share = NAN;
	rc = load_night(db, night[last].run_id, series_id, &tonight, err);
	p.halves = tonight.sessions < 2;
	free(tonight.repeat);
	if (!rc)
		rc = add_parts_of_nights(&p, db, night + first, end - first,
					 series_id, exchanges, err);
	if (!rc && p.count)
		rc = share_of(&p, end - first, share, err);
	free(p.value);
	free(p.group);
	return rc;
}
