/* The order of measures, and the nights that they belong to. */
#include "foreign/reader.h"

#include "base/clock.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int foreign_by_cell(const struct measure *x, const struct measure *y)
{
	if (x->night != y->night)
		return x->night < y->night ? -1 : 1;
	if (x->series != y->series)
		return x->series < y->series ? -1 : 1;
	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	if (x->workers != y->workers)
		return x->workers < y->workers ? -1 : 1;
	return 0;
}

static int by_order(const void *a, const void *b)
{
	const struct measure *x = a, *y = b;
	int cell = foreign_by_cell(x, y);

	return cell ? cell : (x->order > y->order) - (x->order < y->order);
}

void foreign_sort(struct foreign *f)
{
	if (f->count)
		qsort(f->measure, f->count, sizeof(*f->measure), by_order);
}

/* The measures of one time, and the local day of that time. */
struct moment {
	const char *utc;
	struct measure *first, *end;
	int64_t day;
};

static int by_time(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	return strcmp(x->utc, y->utc);
}

/* Finds the moments, in the order of time; the measures are sorted. */
static struct moment *find_moments(struct foreign *f, struct err *err)
{
	struct moment *moments =
	    mem_array(f->nights.count, sizeof(*moments), err);
	struct measure *m = f->measure, *end = m + f->count;
	size_t count = 0;
	int64_t unix_s = 0;

	for (; moments && m < end; count++) {
		struct moment *moment = &moments[count];

		moment->utc = f->nights.text[m->night];
		moment->first = m;
		clock_parse_utc(moment->utc, &unix_s);
		moment->day = (unix_s + f->offset_s[m->night]) / 86400;
		for (; m < end && m->night == moment->first->night;)
			m++;
		moment->end = m;
	}
	if (moments)
		qsort(moments, count, sizeof(*moments), by_time);
	return moments;
}

/* Whether a cell of a moment is among those of a night, to which they are added if
 * `add`. 0, 1 or -1 with *err. */
static int meet(struct texts *night, const struct moment *moment, bool add,
		struct err *err)
{
	const struct measure *m;
	char cell[80];

	for (m = moment->first; m < moment->end; m++) {
		snprintf(cell, sizeof(cell), "%zu %" PRIu64 " %" PRIu64,
			 m->series, m->n, m->workers);
		if (!add && texts_find(night, cell) != SIZE_MAX)
			return 1;
		if (add && texts_add(night, cell, err) == SIZE_MAX)
			return -1;
	}
	return 0;
}

/* Programs note the time of each series, and the last run of a day would hide the
 * others. */
int foreign_join_nights(struct foreign *f, struct err *err)
{
	struct moment *moments = find_moments(f, err), *night = moments, *m;
	struct texts cells = { 0 };
	struct measure *at;
	int rc = moments ? 0 : -1, met;

	for (m = moments; !rc && m < moments + f->nights.count; m++) {
		met = m->day == night->day ? meet(&cells, m, false, err) : 1;
		if (met) {
			texts_free(&cells);
			night = m;
		}
		for (at = m->first; at < m->end; at++)
			at->night = night->first->night;
		rc = meet(&cells, m, true, err);
	}
	texts_free(&cells);
	free(moments);
	foreign_sort(f);
	return rc;
}
