/* The runs, cells and samples of a file that dotrec has not written. */
#include "travel/import.h"

#include "base/mem.h"
#include "base/near.h"
#include "foreign/foreign.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A time is stored as the total of so many calls of a repeat in whole ns: 1000, or
 * the next power of ten with which the shortest time of a cell keeps PRECISE digits
 * and the longest one still fits.
 */
#define CALLS_MIN 1000
#define CALLS_MAX 1e15
#define PRECISE   1e8
#define TOTAL_MAX 1e15 /* so that a sum of totals fits, too */

/* A uuid of version 8 (RFC 9562): the same file, map and source give the same
 * runs. */
static void make_uuid(char uuid[40], uint64_t file, const char *utc)
{
	uint64_t a = str_hash(file, utc, strlen(utc)), b = str_hash(a, "b", 1);

	snprintf(uuid, 40, "%08x-%04x-8%03x-%04x-%012" PRIx64,
		 (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff),
		 (unsigned)(a & 0xfff), (unsigned)(b >> 48 & 0x3fff) | 0x8000,
		 b & UINT64_C(0xffffffffffff));
}

static int store_run(struct import *im, const struct foreign *f,
		     const char *uuid, size_t night, struct err *err)
{
	static const char *const zero[] = {
		"seed",      "resumed",  "cpus",     "numa_nodes",
		"l1d_bytes", "l2_bytes", "l3_bytes", "memory_bytes",
	};
	const char *utc = f->nights.text[night];
	const char *file = import_file(im);
	struct layout *l = import_layout(im, "run");
	size_t i;

	import_clear(im);
	for (i = 0; i < sizeof(zero) / sizeof(zero[0]); i++)
		import_integer(im, l, zero[i], 0);
	import_integer(im, l, "sessions", 1);
	import_integer(im, l, "colds", 1);
	import_text(im, l, "uuid", uuid);
	import_text(im, l, "plan_name", file);
	import_text(im, l, "plan_text", "");
	import_text(im, l, "plan_hash", "");
	import_text(im, l, "started_utc", utc);
	import_text(im, l, "finished_utc", utc);
	import_text(im, l, "status", "finished");
	import_text(im, l, "external", file);
	import_text(im, l, "origin",
		    im->options->source ? im->options->source : file);
	import_text(im, l, "key", "external");
	import_text(im, l, "cpu_model", "external");
	import_text(im, l, "architecture", "unknown");
	if (f->has_offset[night])
		import_integer(im, l, "utc_offset_s", f->offset_s[night]);
	return import_store(im, l, err);
}

/* The repeats of one cell, which lie side by side. */
struct repeats {
	const struct measure *first, *end;
	double calls;
};

/* The calls of a repeat of a cell; 0 if its times are too different to be stored
 * together. */
static double calls_for(const struct measure *m, const struct measure *end)
{
	double min = INFINITY, max = 0, calls = CALLS_MIN;

	for (; m < end; m++) {
		min = fmin(min, m->ns);
		max = fmax(max, m->ns);
	}
	while (min * calls < PRECISE && calls < CALLS_MAX &&
	       max * calls * 10 < TOTAL_MAX)
		calls *= 10;
	return min * calls >= 1 ? calls : 0;
}

static int store_cell(struct import *im, const char *uuid, int64_t number,
		      int64_t base, const char *name, const struct repeats *r,
		      struct err *err)
{
	struct layout *l = import_layout(im, "cell");
	char strategy[PLAN_STRATEGY_MAX];
	const struct measure *m = r->first;

	snprintf(strategy, sizeof(strategy), FOREIGN_PREFIX "%s", name);
	import_clear(im);
	import_text(im, l, "run", uuid);
	import_integer(im, l, "cell", number);
	import_text(im, l, "strategy", strategy);
	import_text(im, l, "kernel", "external");
	import_text(im, l, "dtype", "f64");
	import_integer(im, l, "n", (int64_t)m->n);
	import_integer(im, l, "workers", (int64_t)m->workers);
	import_integer(im, l, "chunks", 1);
	import_text(im, l, "placement", "free");
	if (base >= 0)
		import_integer(im, l, "base", base);
	import_text(im, l, "status", "ok");
	import_integer(im, l, "planned", r->end - r->first);
	import_integer(im, l, "timeout_ms", 0);
	import_integer(im, l, "cell_timeout_ms", 0);
	import_integer(im, l, "warmups", 0);
	import_integer(im, l, "calls", (int64_t)r->calls);
	return import_store(im, l, err);
}

static int store_sample(struct import *im, const char *uuid, int64_t cell,
			size_t repeat, double total_ns, struct err *err)
{
	struct layout *l = import_layout(im, "sample");

	import_clear(im);
	import_text(im, l, "run", uuid);
	import_integer(im, l, "cell", cell);
	import_integer(im, l, "repeat", (int64_t)repeat);
	import_integer(im, l, "round", (int64_t)repeat);
	import_text(im, l, "status", "ok");
	import_integer(im, l, "total_ns", llround(total_ns));
	return import_store(im, l, err);
}

/* The cells of a night: the first measure of each. */
struct cells {
	const struct measure **first;
	size_t count, cap;
};

/* The number of the cell of this series, n and workers, or -1. */
static int64_t cell_of(const struct cells *cells, size_t series, uint64_t n,
		       uint64_t workers)
{
	size_t low = 0, high = cells->count, middle;
	struct measure wanted = { 0 };
	int order;

	wanted.series = series;
	wanted.n = n;
	wanted.workers = workers;
	while (low < high) {
		middle = low + (high - low) / 2;
		wanted.night = cells->first[middle]->night;
		order = foreign_by_cell(cells->first[middle], &wanted);
		if (!order)
			return (int64_t)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

/*
 * The number of a cell's base, or -1: the cell of the base series with the same n and
 * workers, or with 1 worker; for the base series itself and where there is none, the
 * cell of the same series and n with 1 worker.
 */
static int64_t base_of(const struct cells *cells, size_t base,
		       const struct measure *m)
{
	int64_t cell = -1;

	if (base != SIZE_MAX && base != m->series) {
		cell = cell_of(cells, base, m->n, m->workers);
		if (cell < 0)
			cell = cell_of(cells, base, m->n, 1);
	}
	if (cell < 0 && m->workers > 1)
		cell = cell_of(cells, m->series, m->n, 1);
	return cell;
}

/* Finds the cells among the measures of a night, which are sorted. */
static int find_cells(struct cells *cells, const struct measure *m,
		      const struct measure *end, struct err *err)
{
	const struct measure *before = NULL;

	cells->count = 0;
	for (; m < end; before = m++) {
		if (before && !foreign_by_cell(before, m))
			continue;
		if (mem_grow(&cells->first, &cells->cap, cells->count + 1,
			     sizeof(*cells->first), err))
			return -1;
		cells->first[cells->count++] = m;
	}
	return 0;
}

static int store_repeats(struct import *im, const struct foreign *f,
			 const char *uuid, int64_t cell, int64_t base,
			 struct repeats *r, struct err *err)
{
	const char *series = f->series.text[r->first->series];
	const struct measure *m;

	im->line = r->first->line;
	r->calls = calls_for(r->first, r->end);
	if (!(r->calls > 0))
		return mistake_at(&im->mistakes, r->first->line, 1, err,
				  "'%.60s': a time is too short to be "
				  "stored beside the others; is the unit "
				  "right?",
				  series);
	if (store_cell(im, uuid, cell, base, series, r, err))
		return -1;
	for (m = r->first; m < r->end; m++)
		if (store_sample(im, uuid, cell, (size_t)(m - r->first),
				 m->ns * r->calls, err))
			return -1;
	return 0;
}

/* Stores the run of a night, whose measures are sorted by cell. */
static int store_night(struct import *im, const struct foreign *f,
		       struct cells *cells, size_t base, uint64_t hash,
		       const struct measure *m, const struct measure *end,
		       struct err *err)
{
	char uuid[40];
	size_t i;

	make_uuid(uuid, hash, f->nights.text[m->night]);
	im->line = m->line;
	if (find_cells(cells, m, end, err) ||
	    store_run(im, f, uuid, m->night, err))
		return -1;
	for (i = 0; i < cells->count; i++) {
		struct repeats r = { cells->first[i],
				     i + 1 < cells->count ? cells->first[i + 1]
							  : end,
				     0 };

		if (store_repeats(im, f, uuid, (int64_t)i,
				  base_of(cells, base, r.first), &r, err))
			return -1;
	}
	return 0;
}

/* Finds the series that is the base of the others; SIZE_MAX if there is none. */
static int find_base(const struct import *im, const struct foreign *f,
		     size_t *base, struct err *err)
{
	struct near near = { .word = f->base };
	size_t i;

	*base = f->first_is_base ? 0 : SIZE_MAX;
	if (!f->base)
		return 0;
	*base = texts_find(&f->names, f->base);
	if (*base == SIZE_MAX)
		*base = texts_find(&f->series, f->base);
	if (*base != SIZE_MAX)
		return 0;
	for (i = 0; i < f->series.count; i++)
		near_offer(&near, f->series.text[i]);
	return err_set(err, ERR_USAGE, "base=%s: '%s' has no such series%s",
		       f->base, im->name, near_hint(&near));
}

/* Stores the measures as runs, one per night. */
static int store_all(struct import *im, const struct foreign *f, uint64_t hash,
		     struct err *err)
{
	const struct measure *m = f->measure, *end = m + f->count, *next;
	struct cells cells = { 0 };
	size_t base;
	int rc = find_base(im, f, &base, err);

	for (; m < end && !rc; m = next) {
		for (next = m; next < end && next->night == m->night;)
			next++;
		rc = store_night(im, f, &cells, base, hash, m, next, err);
	}
	free(cells.first);
	return rc;
}

/* A hash of all that the runs come from. */
static uint64_t hash_of(const struct import *im, const struct foreign *f,
			const char *text, size_t len)
{
	const char *map = im->options->map, *source = im->options->source;
	uint64_t hash = str_hash(STR_HASH_START, text, len);

	if (map)
		hash = str_hash(hash, map, strlen(map));
	if (source)
		hash = str_hash(hash, source, strlen(source));
	/* a name that is not in the text */
	return f->label.len ? str_hash(hash, f->label.text, f->label.len)
			    : hash;
}

int import_foreign(struct import *im, const char *text, size_t len,
		   struct err *err)
{
	struct foreign f = { .mistakes = &im->mistakes,
			     .db = im->temporary,
			     .map = im->options->map,
			     .started = im->options->started };
	int rc = foreign_read(&f, text, len, err);

	im->result->rows += f.rows;
	im->undated = f.undated;
	str_add(&im->label, f.label.len ? f.label.text : "");
	if (!rc)
		rc = str_check(&im->label, err);
	if (!rc)
		rc = store_all(im, &f, hash_of(im, &f, text, len), err);
	foreign_free(&f);
	return rc;
}
