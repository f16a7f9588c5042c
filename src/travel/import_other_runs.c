/* The runs, cells and samples of a table that dotrec has not written. */
#include "travel/import_other.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Calls of a repeat. A time is stored as the total of so many calls in whole
 * ns, which keeps picoseconds. */
#define CALLS 1000

static int by_cell(const struct measure *x, const struct measure *y)
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
	int cell = by_cell(x, y);

	return cell ? cell : (x->order > y->order) - (x->order < y->order);
}

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

static int store_run(struct import *im, const char *uuid, const char *utc,
		     struct err *err)
{
	static const char *const zero[] = {
		"seed",      "resumed",  "cpus",     "numa_nodes",
		"l1d_bytes", "l2_bytes", "l3_bytes", "memory_bytes",
	};
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
	return import_store(im, l, err);
}

static int store_cell(struct import *im, const char *uuid, int64_t number,
		      int64_t base, const char *name, const struct measure *m,
		      size_t repeats, struct err *err)
{
	struct layout *l = import_layout(im, "cell");
	char strategy[PLAN_NAME_SIZE + 1];

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
	import_integer(im, l, "planned", (int64_t)repeats);
	import_integer(im, l, "timeout_ms", 0);
	import_integer(im, l, "cell_timeout_ms", 0);
	import_integer(im, l, "warmups", 0);
	import_integer(im, l, "calls", CALLS);
	return import_store(im, l, err);
}

static int store_sample(struct import *im, const char *uuid, int64_t cell,
			size_t repeat, double ns, struct err *err)
{
	struct layout *l = import_layout(im, "sample");

	import_clear(im);
	import_text(im, l, "run", uuid);
	import_integer(im, l, "cell", cell);
	import_integer(im, l, "repeat", (int64_t)repeat);
	import_integer(im, l, "round", (int64_t)repeat);
	import_text(im, l, "status", "ok");
	import_integer(im, l, "total_ns", llround(ns * CALLS));
	return import_store(im, l, err);
}

/* The number of a measure's base cell, or -1. In a wide table the first column
 * of times is the base of the others; `first` is the first of the night's
 * measures. */
static int64_t base_of(const struct foreign *f, const struct measure *first,
		       const struct measure *m)
{
	int64_t cell = 0;
	const struct measure *b;

	if (!f->wide || !m->series)
		return -1;
	for (b = first; b < m && !b->series; b++) {
		if (b->n == m->n && b->workers == m->workers)
			return cell;
		cell += by_cell(b, b + 1) != 0;
	}
	return -1;
}

/* Stores the run of a night; its measures are sorted by cell. */
static int foreign_store_night(struct foreign *f, uint64_t hash,
			       const struct measure *m, size_t count,
			       struct err *err)
{
	const char *utc = f->nights.text[m->night];
	const struct measure *first = m, *end = m + count, *next;
	int64_t cell = 0;
	char uuid[40];

	make_uuid(uuid, hash, utc);
	f->im->line = m->line;
	if (store_run(f->im, uuid, utc, err))
		return -1;
	for (; m < end; cell++, m = next) {
		for (next = m; next < end && !by_cell(m, next); next++)
			;
		f->im->line = m->line;
		if (store_cell(f->im, uuid, cell, base_of(f, first, m),
			       f->series.text[m->series], m, (size_t)(next - m),
			       err))
			return -1;
		for (const struct measure *p = m; p < next; p++)
			if (store_sample(f->im, uuid, cell, (size_t)(p - m),
					 p->ns, err))
				return -1;
	}
	return 0;
}

int import_runs(struct foreign *f, uint64_t hash, struct err *err)
{
	size_t from, to;

	if (!f->count)
		return err_set(err, ERR_USAGE, "no times in '%s'", f->im->name);
	qsort(f->measure, f->count, sizeof(*f->measure), by_order);
	for (from = 0; from < f->count; from = to) {
		for (to = from; to < f->count &&
				f->measure[to].night == f->measure[from].night;)
			to++;
		if (foreign_store_night(f, hash, f->measure + from, to - from,
					err))
			return -1;
	}
	return 0;
}
