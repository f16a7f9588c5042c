/* Import of tables that dotrec has not written, as external series. */
#include "travel/import.h"

#include "base/csv.h"
#include "base/mem.h"
#include "base/units.h"
#include "plan/plan.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Times are kept in picoseconds: as totals over so many calls, in ns. */
#define CALLS       1000
#define NS_MAX      9e15 /* a hundred days */
#define WORKERS_MAX 1000000

#define PREFIX    "external:"
#define NAME_SIZE (PLAN_NAME_SIZE - sizeof(PREFIX) + 1)

/* What a column can be. */
enum role { ROLE_SERIES, ROLE_N, ROLE_TIME, ROLE_DATE, ROLE_WORKERS, ROLES };

static const char *const role_name[ROLES] = { "series", "n", "time", "date",
					      "workers" };

static const struct {
	const char *name;
	double ns;
} units[] = { { "s", 1e9 }, { "ms", 1e6 }, { "us", 1e3 }, { "ns", 1 } };

/* A time that was read, and where it belongs. */
struct measure {
	size_t night, series; /* numbers of their texts */
	uint64_t n, workers;
	size_t order, line;
	double ns;
};

/* Different texts, in the order in which they came. */
struct texts {
	char (*text)[NAME_SIZE];
	size_t count, cap;
};

struct foreign {
	struct import *im;
	char column_name[ROLES][80]; /* as the map names them; "": not there */
	double unit_ns;
	const char *unit;
	size_t column[ROLES]; /* of the file, SIZE_MAX: not there */
	struct texts series, nights, header;
	bool wide; /* a column per series, named by it */
	struct measure *measure;
	size_t count, cap;
};

/* ---- the map ----------------------------------------------------------- */

static int map_unit(struct foreign *f, const char *name, struct err *err)
{
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(name, units[i].name)) {
			f->unit = units[i].name;
			f->unit_ns = units[i].ns;
			return 0;
		}
	return err_set(err, ERR_USAGE,
		       "--map: unit '%s' is not s, ms, us or ns", name);
}

static int map_word(struct foreign *f, const char *word, struct err *err)
{
	const char *name = strchr(word, '=');
	size_t i, len = name ? (size_t)(name - word) : 0;

	if (name && !strncmp(word, "unit=", 5))
		return map_unit(f, name + 1, err);
	for (i = 0; i < ROLES; i++)
		if (len && len == strlen(role_name[i]) &&
		    !strncmp(word, role_name[i], len))
			break;
	if (!len || i == ROLES || !name[1])
		return err_set(err, ERR_USAGE,
			       "--map: '%s' is not one of series=COLUMN "
			       "n=COLUMN time=COLUMN date=COLUMN "
			       "workers=COLUMN unit=s|ms|us|ns",
			       word);
	str_copy(f->column_name[i], sizeof(f->column_name[i]), name + 1);
	return 0;
}

/* Without a map: the course's table, a column N and columns of seconds. */
static int read_map(struct foreign *f, const char *map, struct err *err)
{
	char *copy, *word, *rest;
	int rc = map_unit(f, "s", err);

	if (!map) {
		strcpy(f->column_name[ROLE_N], "N");
		f->wide = true;
		return rc;
	}
	copy = mem_text(map, err);
	if (!copy)
		return -1;
	for (word = strtok_r(copy, ",", &rest); word && !rc;
	     word = strtok_r(NULL, ",", &rest))
		rc = map_word(f, word, err);
	free(copy);
	f->wide = !*f->column_name[ROLE_TIME];
	if (!rc && f->wide && *f->column_name[ROLE_SERIES])
		rc = err_set(err, ERR_USAGE,
			     "--map: a column of series needs one of times: "
			     "add time=COLUMN");
	return rc;
}

/* ---- the header -------------------------------------------------------- */

/* The number of a text, which is added where it is new; SIZE_MAX with *err. */
static size_t text_number(struct texts *t, const char *text, struct err *err)
{
	size_t i;

	/* most often the one before */
	if (t->count && !strcmp(t->text[t->count - 1], text))
		return t->count - 1;
	for (i = 0; i < t->count; i++)
		if (!strcmp(t->text[i], text))
			return i;
	if (mem_grow(&t->text, &t->cap, i + 1, sizeof(*t->text), err))
		return SIZE_MAX;
	str_copy(t->text[t->count++], sizeof(*t->text), text);
	return i;
}

static int find_column(struct foreign *f, const struct csv_row *row, int role,
		       struct err *err)
{
	const char *name = f->column_name[role];
	size_t *column = &f->column[role], i;

	*column = SIZE_MAX;
	for (i = 0; *name && i < row->count; i++) {
		if (strcmp(row->fields[i].text, name) != 0)
			continue;
		if (*column != SIZE_MAX)
			return err_set(err, ERR_USAGE,
				       "%s:%zu:%zu: column '%s' comes twice",
				       f->im->name, row->line,
				       row->fields[i].column, name);
		*column = i;
	}
	if (*name && *column == SIZE_MAX)
		return err_set(err, ERR_USAGE,
			       "%s:%zu:1: no column '%s'; name the "
			       "columns with --map, such as "
			       "series=NAME,n=N,time=SECONDS,unit=s",
			       f->im->name, row->line, name);
	return 0;
}

static int read_header(struct foreign *f, const struct csv_row *row,
		       struct err *err)
{
	size_t i;
	int role;

	for (role = 0; role < ROLES; role++)
		if (find_column(f, row, role, err))
			return -1;
	for (i = 0; i < row->count; i++)
		if (mem_grow(&f->header.text, &f->header.cap, i + 1,
			     sizeof(*f->header.text), err))
			return -1;
		else
			str_copy(f->header.text[f->header.count++], NAME_SIZE,
				 row->fields[i].text);
	return 0;
}

/* ---- rows -------------------------------------------------------------- */

static int wrong(struct foreign *f, const struct csv_field *field,
		 const char *what, struct err *err)
{
	return import_problem(f->im, field->line, field->column, err,
			      "'%.60s': %s", field->text, what)
		   ? -1
		   : 1;
}

static int read_count(struct foreign *f, const struct csv_row *row,
		      enum role role, uint64_t max, uint64_t *value,
		      struct err *err)
{
	const struct csv_field *field;
	double real;

	if (f->column[role] == SIZE_MAX)
		return 0;
	field = &row->fields[f->column[role]];
	/* pandas writes 1000.0 where a column has a gap */
	if (units_parse_double(field->text, &real) && real >= 1 &&
	    real <= (double)max && real == floor(real)) {
		*value = (uint64_t)real;
		return 0;
	}
	return wrong(f, field, "not a whole number from 1", err);
}

/* 2026-11-22, 2026-11-22 07:15:08, or with T and Z. */
static int read_date(struct foreign *f, const struct csv_row *row,
		     size_t *night, struct err *err)
{
	const char *text = f->im->options->started_utc;
	const struct csv_field *field = NULL;
	char utc[CLOCK_UTC_SIZE + 10] = { 0 };

	if (f->column[ROLE_DATE] != SIZE_MAX) {
		field = &row->fields[f->column[ROLE_DATE]];
		text = field->text;
	}
	str_copy(utc, CLOCK_UTC_SIZE, text);
	if (strlen(utc) == 10)
		strcat(utc, "T00:00:00");
	if (strlen(utc) == 19)
		strcat(utc, "Z");
	if (utc[10] == ' ')
		utc[10] = 'T';
	if (field && !clock_is_utc(utc))
		return wrong(f, field,
			     "not a date such as 2026-11-22 or a time such as "
			     "2026-11-22T07:15:08Z",
			     err);
	*night = text_number(&f->nights, utc, err);
	return *night == SIZE_MAX ? -1 : 0;
}

/* A name becomes a strategy; a / separates the parts of a series. */
static int read_series(struct foreign *f, const struct csv_field *where,
		       const char *name, size_t *series, struct err *err)
{
	char text[NAME_SIZE], *slash;

	if (!*name || strlen(name) >= NAME_SIZE - 1)
		return wrong(f, where, "the name of a series has 1 to 37 bytes",
			     err);
	strcpy(text, name);
	while ((slash = strchr(text, '/')))
		*slash = ':';
	*series = text_number(&f->series, text, err);
	return *series == SIZE_MAX ? -1 : 0;
}

static int read_time(struct foreign *f, const struct csv_field *field,
		     const char *series, struct measure m, struct err *err)
{
	int rc = read_series(f, field, series, &m.series, err);

	if (rc)
		return rc;
	if (!units_parse_double(field->text, &m.ns) || m.ns <= 0 ||
	    m.ns * f->unit_ns >= NS_MAX)
		return wrong(f, field, "not a time above 0 and below 100 days",
			     err);
	m.ns *= f->unit_ns;
	if (mem_grow(&f->measure, &f->cap, f->count + 1, sizeof(m), err))
		return -1;
	m.order = f->count;
	m.line = field->line;
	f->measure[f->count++] = m;
	return 0;
}

static bool has_role(const struct foreign *f, size_t column)
{
	int role;

	for (role = 0; role < ROLES; role++)
		if (f->column[role] == column)
			return true;
	return false;
}

static int read_times(struct foreign *f, const struct csv_row *row,
		      const struct measure *m, struct err *err)
{
	size_t i, time = f->column[ROLE_TIME], series = f->column[ROLE_SERIES];
	int rc = 0;

	if (!f->wide)
		return read_time(f, &row->fields[time],
				 series == SIZE_MAX ? f->header.text[time]
						    : row->fields[series].text,
				 *m, err);
	for (i = 0; i < row->count && rc >= 0; i++)
		/* a gap: not measured */
		if (!has_role(f, i) && row->fields[i].len)
			rc = read_time(f, &row->fields[i], f->header.text[i],
				       *m, err);
	return rc;
}

static int read_row(void *ctx, const struct csv_row *row, struct err *err)
{
	struct foreign *f = ctx;
	struct measure m = { .n = 1, .workers = 1 };
	int rc;

	if (!f->header.count)
		return read_header(f, row, err);
	if (row->count != f->header.count)
		return import_problem(
		    f->im, row->line, row->fields[row->count - 1].column, err,
		    "%zu fields, and %zu columns", row->count, f->header.count);
	rc = read_count(f, row, ROLE_N, UINT64_C(1) << 53, &m.n, err);
	if (!rc)
		rc = read_count(f, row, ROLE_WORKERS, WORKERS_MAX, &m.workers,
				err);
	if (!rc)
		rc = read_date(f, row, &m.night, err);
	if (!rc)
		rc = read_times(f, row, &m, err);
	return rc < 0 ? -1 : 0;
}

/* ---- runs -------------------------------------------------------------- */

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

/* A uuid of version 8 (RFC 9562): the same file gives the same runs. */
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
	const char *slash = strrchr(im->name, '/');
	const char *file = slash ? slash + 1 : im->name;
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

	snprintf(strategy, sizeof(strategy), PREFIX "%s", name);
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

/* In a wide table the first column of times is the base of the others: the
 * number of its cell of this n among a night's measures, or -1. */
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

/* The measures of a night, sorted by cell: its run. */
static int store_night(struct foreign *f, uint64_t hash,
		       const struct measure *m, size_t count, struct err *err)
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

static int store_nights(struct foreign *f, uint64_t hash, struct err *err)
{
	size_t from, to;

	if (!f->count)
		return err_set(err, ERR_USAGE, "no times in '%s'", f->im->name);
	qsort(f->measure, f->count, sizeof(*f->measure), by_order);
	for (from = 0; from < f->count; from = to) {
		for (to = from; to < f->count &&
				f->measure[to].night == f->measure[from].night;)
			to++;
		if (store_night(f, hash, f->measure + from, to - from, err))
			return -1;
	}
	return 0;
}

int import_table(struct import *im, const char *text, size_t len,
		 struct err *err)
{
	const char *map = im->options->map;
	uint64_t hash = str_hash(STR_HASH_START, text, len);
	struct foreign f = { .im = im };
	int rc = read_map(&f, map, err);

	if (map)
		hash = str_hash(hash, map, strlen(map));
	if (!rc)
		rc = csv_read(text, len, im->name, 0, read_row, &f, err);
	if (!rc && !im->problems)
		rc = store_nights(&f, hash, err);
	free(f.series.text);
	free(f.nights.text);
	free(f.header.text);
	free(f.measure);
	return rc;
}
