/* What a product may be expected to take at a size and number of workers. */
#include "judge/forecast.h"

#include "base/mem.h"
#include "stats/distribution.h"
#include "stats/summary.h"
#include "stats/surface.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGE 1e5 /* the least n of the cells that are left out in turn */

/* The points of one curve, and those of its serial base. */
struct points {
	struct law_point *own, *base;
	size_t count, bases;
};

static void curve_name(const struct cell *c, char name[PLAN_SERIES_SIZE])
{
	const bool free = !strcmp(c->placement, "free");

	snprintf(name, PLAN_SERIES_SIZE, "%s/%s/%s x%u%s%s", c->strategy,
		 c->kernel, c->dtype, c->chunks, free ? "" : " ",
		 free ? "" : c->placement);
}

/* A cell with the name of its curve, so that curves can be sorted. */
struct entry {
	char curve[PLAN_SERIES_SIZE];
	size_t cell;
};

static int by_curve(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->curve, y->curve);

	return order ? order : x->cell < y->cell ? -1 : x->cell > y->cell;
}

static int by_first(const void *a, const void *b)
{
	const struct forecast_row *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

static bool is_time(double ns)
{
	return isfinite(ns) && ns > 0;
}

/* Adds the serial time at a size once: the cells of one size share it. */
static void add_base(struct points *p, double n, double ns)
{
	size_t i;

	for (i = 0; i < p->bases; i++)
		if (p->base[i].n == n)
			return;
	if (is_time(ns))
		p->base[p->bases++] = (struct law_point){ n, 1, ns };
}

/* Collects the points of the curve that begins at entry[0]; returns the number of
 * its entries. */
static size_t collect(const struct night_cells *cells,
		      const struct entry *entry, size_t count, struct points *p)
{
	size_t i;

	p->count = p->bases = 0;
	for (i = 0; i < count && !strcmp(entry[i].curve, entry->curve); i++) {
		const struct night_cell *c = &cells->cell[entry[i].cell];

		if (!c->cell.workers || !c->cell.n || !is_time(exp(c->value)))
			continue;
		p->own[p->count++] =
		    (struct law_point){ (double)c->cell.n, c->cell.workers,
					exp(c->value) };
		add_base(p, (double)c->cell.n, exp(c->value - c->relative));
	}
	return i;
}

/* The 90 % quantile of the errors of the large cells, each left out. */
static double left_out(const struct surface *s, const struct law_point *points)
{
	double error[SURFACE_POINTS_MAX];
	size_t i, count = 0;

	for (i = 0; i < s->count; i++)
		if (points[i].n >= LARGE)
			error[count++] = fabs(expm1(surface_left_out(s, i)));
	if (!count)
		return NAN;
	stats_sort(error, count);
	return error[(size_t)ceil(0.9 * (double)count) - 1];
}

/* Says where the range ends that the prediction leaves. */
static void note_range(const struct surface *s, struct forecast_row *row)
{
	char sizes[80] = "", workers[60] = "";

	if (row->inside)
		return;
	if (row->n < s->least[0] || row->n > s->most[0])
		snprintf(sizes, sizeof(sizes), ": n from %g to %g", s->least[0],
			 s->most[0]);
	if (row->workers < s->least[1] || row->workers > s->most[1])
		snprintf(workers, sizeof(workers), "%s%g to %g workers",
			 *sizes ? ", " : ": ", s->least[1], s->most[1]);
	snprintf(row->note, sizeof(row->note), "outside the measured range%s%s",
		 sizes, workers);
}

/* The speed-up against the base, whose surface is fitted to its own points. */
static int predict_speedup(const struct points *p,
			   const struct surface_guess *own, double freedom,
			   struct forecast_row *row, struct err *err)
{
	struct surface base;
	struct surface_guess guess;
	struct err unfit = { 0 };
	double reach;

	if (surface_fit(&base, p->base, p->bases, 1, &unfit)) {
		surface_free(&base);
		if (unfit.kind == ERR_USAGE)
			return 0; /* too few bases: no speed-up */
		*err = unfit;
		return -1;
	}
	surface_at(&base, row->n, 1, FORECAST_LEVEL, &guess);
	reach = hypot(guess.log_sd, own->log_sd) *
		stats_student_quantile((1 + FORECAST_LEVEL) / 2,
				       fmin(base.freedom, freedom));
	row->speedup = guess.time / own->time;
	row->low = row->speedup * exp(-reach);
	row->high = row->speedup * exp(reach);
	surface_free(&base);
	return 0;
}

/* One number of workers above one says nothing of another number. */
static bool workers_unknown(const struct surface *s, struct forecast_row *row)
{
	if (s->least[1] < s->most[1])
		return false;
	if (s->least[1] == 1)
		row->workers = 1;
	if (row->workers == s->least[1])
		return false;
	snprintf(row->note, sizeof(row->note),
		 "measured with %g workers only, which says nothing of other "
		 "numbers",
		 s->least[1]);
	return true;
}

static int predict(const struct points *p, double cpus,
		   struct forecast_row *row, struct err *err)
{
	struct surface s;
	struct surface_guess guess;
	struct err unfit = { 0 };
	int rc = 0;

	row->cells = p->count;
	if (surface_fit(&s, p->own, p->count, cpus, &unfit)) {
		if (unfit.kind != ERR_USAGE) {
			*err = unfit;
			rc = -1;
		}
		snprintf(row->note, sizeof(row->note), "%.190s", unfit.text);
	} else if (!workers_unknown(&s, row)) {
		surface_at(&s, row->n, row->workers, FORECAST_LEVEL, &guess);
		row->ns = guess.time;
		row->low_ns = guess.low;
		row->high_ns = guess.high;
		row->inside = guess.inside;
		row->left_out = left_out(&s, p->own);
		note_range(&s, row);
		rc = predict_speedup(p, &guess, s.freedom, row, err);
	}
	surface_free(&s);
	return rc;
}

/* Predicts each curve of the sorted entries. */
static int predict_curves(const struct night_cells *cells,
			  const struct entry *entry, double cpus, double n,
			  double workers, struct forecast *f, struct err *err)
{
	struct points p = { mem_array(cells->count + 1, sizeof(*p.own), err),
			    mem_array(cells->count + 1, sizeof(*p.base), err),
			    0, 0 };
	struct forecast_row *row;
	size_t i = 0, length;
	int rc = p.own && p.base ? 0 : -1;

	while (!rc && i < cells->count) {
		length = collect(cells, entry + i, cells->count - i, &p);
		rc = mem_grow(&f->row, &f->cap, f->count + 1, sizeof(*f->row),
			      err);
		if (rc)
			break;
		row = &f->row[f->count++];
		*row = (struct forecast_row){ .n = n, .workers = workers };
		row->ns = row->low_ns = row->high_ns = row->left_out = NAN;
		row->speedup = row->low = row->high = NAN;
		row->first = entry[i].cell;
		memcpy(row->curve, entry[i].curve, sizeof(row->curve));
		rc = predict(&p, cpus, row, err);
		i += length;
	}
	free(p.own);
	free(p.base);
	return rc;
}

int forecast_cells(const struct night_cells *cells, double cpus, double n,
		   double workers, struct forecast *f, struct err *err)
{
	struct entry *entry = mem_array(cells->count + 1, sizeof(*entry), err);
	size_t i;
	int rc = -1;

	memset(f, 0, sizeof(*f));
	if (!entry)
		return -1;
	for (i = 0; i < cells->count; i++) {
		entry[i].cell = i;
		curve_name(&cells->cell[i].cell, entry[i].curve);
	}
	qsort(entry, cells->count, sizeof(*entry), by_curve);
	rc = predict_curves(cells, entry, cpus, n, workers, f, err);
	if (f->count)
		qsort(f->row, f->count, sizeof(*f->row), by_first);
	free(entry);
	return rc;
}

void forecast_free(struct forecast *f)
{
	free(f->row);
	memset(f, 0, sizeof(*f));
}
