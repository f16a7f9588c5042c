/* Import of tables that dotrec has not written, as external series: the map of
 * the columns, the header, the rows. */
#include "travel/import_other.h"

#include "base/csv.h"
#include "base/mem.h"
#include "base/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NS_MAX      9e15 /* a hundred days */
#define WORKERS_MAX 1000000

static const char *const role_name[ROLES] = { "series", "n", "time", "date",
					      "workers" };

static const struct {
	const char *name;
	double ns;
} units[] = { { "s", 1e9 }, { "ms", 1e6 }, { "us", 1e3 }, { "ns", 1 } };

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

/* Without a map the file is the course's table: a column N and a column of
 * seconds for each series. */
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
			     "--map: series=COLUMN needs a column of times; "
			     "add time=COLUMN");
	return rc;
}

/* ---- the header -------------------------------------------------------- */

/* The index of a text in t, to which it is added if it is new; SIZE_MAX with
 * *err. */
static size_t text_number(struct texts *t, const char *text, struct err *err)
{
	size_t i;

	/* usually the text that was added last */
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

static int foreign_read_header(struct foreign *f, const struct csv_row *row,
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
			str_copy(f->header.text[f->header.count++],
				 FOREIGN_NAME_SIZE, row->fields[i].text);
	return 0;
}

/* ---- rows -------------------------------------------------------------- */

/* Logs a problem of a field: 1, or -1 with *err after too many. */
static int foreign_wrong(struct foreign *f, const struct csv_field *field,
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
	/* pandas writes 1000.0 in a column that has gaps */
	if (units_parse_double(field->text, &real) && real >= 1 &&
	    real <= (double)max && real == floor(real)) {
		*value = (uint64_t)real;
		return 0;
	}
	return foreign_wrong(f, field, "not a whole number from 1", err);
}

/* The formats are 2026-11-22 and 2026-11-22 07:15:08, also with T and Z. */
static int foreign_read_date(struct foreign *f, const struct csv_row *row,
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
		return foreign_wrong(
		    f, field,
		    "not a date such as 2026-11-22 or a time such as "
		    "2026-11-22T07:15:08Z",
		    err);
	*night = text_number(&f->nights, utc, err);
	return *night == SIZE_MAX ? -1 : 0;
}

/* Makes a strategy of a name; replaces /, which separates the parts of a
 * series. */
static int read_series(struct foreign *f, const struct csv_field *where,
		       const char *name, size_t *series, struct err *err)
{
	char text[FOREIGN_NAME_SIZE], *slash;

	if (!*name || strlen(name) >= FOREIGN_NAME_SIZE - 1)
		return foreign_wrong(
		    f, where, "the name of a series has 1 to 37 bytes", err);
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
		return foreign_wrong(
		    f, field, "not a time above 0 and below 100 days", err);
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
		/* an empty field: not measured */
		if (!has_role(f, i) && row->fields[i].len)
			rc = read_time(f, &row->fields[i], f->header.text[i],
				       *m, err);
	return rc;
}

static int foreign_read_row(void *ctx, const struct csv_row *row,
			    struct err *err)
{
	struct foreign *f = ctx;
	struct measure m = { .n = 1, .workers = 1 };
	int rc;

	if (!f->header.count)
		return foreign_read_header(f, row, err);
	f->im->result->rows++;
	if (row->count != f->header.count)
		return import_problem(
		    f->im, row->line, row->fields[row->count - 1].column, err,
		    "%zu fields, but %zu columns", row->count, f->header.count);
	rc = read_count(f, row, ROLE_N, UINT64_C(1) << 53, &m.n, err);
	if (!rc)
		rc = read_count(f, row, ROLE_WORKERS, WORKERS_MAX, &m.workers,
				err);
	if (!rc)
		rc = foreign_read_date(f, row, &m.night, err);
	if (!rc)
		rc = read_times(f, row, &m, err);
	return rc < 0 ? -1 : 0;
}

int import_table(struct import *im, const char *text, size_t len,
		 struct err *err)
{
	const char *map = im->options->map, *source = im->options->source;
	uint64_t hash = str_hash(STR_HASH_START, text, len);
	struct foreign f = { .im = im };
	int rc = read_map(&f, map, err);

	if (map)
		hash = str_hash(hash, map, strlen(map));
	if (source)
		hash = str_hash(hash, source, strlen(source));
	if (!rc)
		rc =
		    csv_read(text, len, im->name, 0, foreign_read_row, &f, err);
	if (!rc && !im->problems)
		rc = import_runs(&f, hash, err);
	free(f.series.text);
	free(f.nights.text);
	free(f.header.text);
	free(f.measure);
	return rc;
}
