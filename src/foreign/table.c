/* Import of tables of times: CSV with any of the usual separators, whose columns
 * are named by --map, by the program that wrote them, or by themselves. */
#include "foreign/table.h"

#include "base/date.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Tables of known programs. */
static const struct preset presets[] = {
	{ .columns = "name,iterations,real_time,cpu_time,time_unit,",
	  .map = "series=name,time=real_time,unit=time_unit",
	  .sized = true },
	{ .columns = "command,mean,stddev,median,user,system,min,max,",
	  .map = "series=command,time=median,unit=s",
	  .param = "parameter_",
	  .note = "the table has no single times, so that the median of each "
		  "row is stored as one repeat; the JSON of hyperfine has all "
		  "of them" },
	{ .columns = "group,function,value,throughput_num,throughput_type,"
		     "sample_measured_value,unit,iteration_count,",
	  .map = "series=group+function+value,time=sample_measured_value,"
		 "unit=unit,calls=iteration_count",
	  .sized = true },
	{ .columns = "Name,Mean,MeanLB,MeanUB,Stddev,",
	  .map = "series=Name,time=Mean,unit=s",
	  .note = "the table has no single times, so that the mean of each row "
		  "is stored as one repeat" },
};

/* ---- the header -------------------------------------------------------- */

static int read_header(struct table *t, const struct csv_row *row,
		       struct err *err)
{
	size_t i;

	t->header = (struct csv_row){ t->fields, 0, row->line };
	for (i = 0; i < row->count; i++) {
		t->fields[i] = row->fields[i];
		t->fields[i].text = mem_text(row->fields[i].text, err);
		if (!t->fields[i].text)
			return -1;
		t->header.count++;
	}
	return 0;
}

static void find_preset(struct table *t)
{
	struct str names = { 0 };
	size_t i;

	for (i = 0; i < t->header.count; i++)
		str_addf(&names, "%s,", t->fields[i].text);
	for (i = 0; i < sizeof(presets) / sizeof(*presets); i++)
		if (names.text && !strncmp(names.text, presets[i].columns,
					   strlen(presets[i].columns)))
			t->preset = &presets[i];
	str_free(&names);
}

/* Whether the first line has names of columns, not values. */
static bool has_names(const struct table *t)
{
	struct date date;
	size_t i;

	for (i = 0; i < t->header.count; i++)
		if (date_parse(t->fields[i].text, &date) ||
		    map_number(t->comma, t->fields[i].text, &(double){ 0 }))
			return false;
	return true;
}

/* Without a map, and not of a known program: the course's table has a column N, and
 * a column of seconds for each series, the first of which is the base. Other tables
 * say what their columns are, or the user has to. */
static int guess_map(struct table *t, const struct csv_row *first,
		     struct err *err)
{
	char words[MAP_TEXT];
	struct unit unit = { .ns = 0 };
	double value;
	bool clear;
	size_t i;

	for (i = 0; i < t->header.count; i++)
		if (!strcmp(t->fields[i].text, "N")) {
			t->f->first_is_base = true;
			return map_read(&t->map, "n=N,unit=s", &t->header, err);
		}
	if (t->header.count == 1 &&
	    !map_time(t->comma, first->fields[0].text, &unit, &value))
		return err_set(err, ERR_USAGE,
			       "%s:%zu:1: a table of one column; the separator "
			       "is a comma, a semicolon or a tab",
			       t->f->mistakes->file, t->header.line);
	clear = map_guess(&t->header, first, t->comma, words);
	if (!clear && !has_names(t))
		return err_set(err, ERR_USAGE,
			       "%s:%zu:1: the first line has values; it must "
			       "name the columns, such as date,name,ms",
			       t->f->mistakes->file, t->header.line);
	if (!clear)
		return err_set(err, ERR_USAGE,
			       "%s:%zu:1: it is not clear what the columns "
			       "are; name them, such as --map '%s'",
			       t->f->mistakes->file, t->header.line, words);
	log_info("'%s': read as with --map '%s'", t->f->mistakes->file, words);
	return map_read(&t->map, words, &t->header, err);
}

/* Refuses a column of times whose name says that it has none, unless the map says
 * what it is. */
static int check_times(const struct table *t, size_t column, struct err *err)
{
	const struct csv_field *field = &t->fields[column];
	bool told = t->map.more || t->map.less ||
		    (t->map.unit_given && t->map.unit.rate);

	if (told || !map_is_no_time(field->text))
		return 0;
	return err_set(err, ERR_USAGE,
		       "%s:%zu:%zu: column '%s' seems to be no time; if it is "
		       "a rate, add better=more to --map, else better=less",
		       t->f->mistakes->file, t->header.line, field->column,
		       field->text);
}

/* The unit of a column of times: that of the map, or in the name of the column, or
 * seconds. */
static struct unit unit_of(const struct table *t, size_t column)
{
	struct unit unit = t->map.unit;

	if (!t->map.unit_given &&
	    (t->f->first_is_base ||
	     !unit_of_name(t->fields[column].text, &unit)))
		unit_parse("s", &unit);
	if (!t->map.unit_given || t->map.less)
		unit.rate = false;
	unit.rate |= t->map.more;
	return unit;
}

/* Finds the columns of times, each of which is a repeat, or a series if none is
 * named. */
static int find_times(struct table *t, struct err *err)
{
	struct columns *times = &t->columns[ROLE_TIME];
	size_t i;

	t->wide = !times->count;
	for (i = 0; t->wide && i < t->header.count; i++)
		/* the index of a data frame has no name */
		if (!t->character[i].mapped && *t->fields[i].text)
			times->index[times->count++] = i;
	/* the names of the course's table are those of series */
	for (i = 0; !t->f->first_is_base && i < times->count; i++)
		if (check_times(t, times->index[i], err))
			return -1;
	if (t->wide && t->columns[ROLE_SERIES].count)
		return err_set(err, ERR_USAGE,
			       "--map: series=COLUMN needs a column of times; "
			       "add time=COLUMN");
	return 0;
}

static int find_columns(struct table *t, struct err *err)
{
	size_t i;
	int role;

	for (role = 0; role < ROLES; role++) {
		struct columns *c = &t->columns[role];

		if (map_columns(&t->map, (enum role)role, &t->header,
				t->f->mistakes->file, c->index, &c->count, err))
			return -1;
		for (i = 0; i < c->count; i++)
			t->character[c->index[i]].mapped = true;
	}
	if (*t->map.base) {
		t->f->base = mem_text(t->map.base, err);
		if (!t->f->base)
			return -1;
	}
	return find_times(t, err);
}

static int make_ready(struct table *t, const struct csv_row *first,
		      struct err *err)
{
	const char *map = t->f->map;

	t->ready = true;
	find_preset(t);
	if (t->preset && map_read(&t->map, t->preset->map, &t->header, err))
		return -1;
	if (map         ? map_read(&t->map, map, &t->header, err)
	    : t->preset ? 0
			: guess_map(t, first, err))
		return -1;
	return find_columns(t, err);
}

/* ---- fields ------------------------------------------------------------ */

static struct where place_of(const struct csv_field *field)
{
	return (struct where){ field->line, field->column, NULL };
}

/* Whether nothing was measured. */
static bool is_nothing(const char *text)
{
	static const char *const words[] = {
		"", "NA", "N/A", "nan", "null", "-"
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcasecmp(text, words[i]))
			return true;
	return false;
}

/* The field of a role that has one column at most, or NULL. */
static const struct csv_field *
field_of(const struct table *t, const struct csv_row *row, enum role role)
{
	return t->columns[role].count ? &row->fields[t->columns[role].index[0]]
				      : NULL;
}

/* Reads a whole number from 1. 0, 1 after a problem was logged, -1 with *err. */
static int read_count(struct table *t, const struct csv_row *row,
		      enum role role, uint64_t max, uint64_t *value,
		      struct err *err)
{
	const struct csv_field *field = field_of(t, row, role);
	struct where where;
	double real;

	if (!field)
		return 0;
	/* pandas writes 1000.0 in a column that has gaps */
	if (map_number(t->comma, field->text, &real) && real >= 1 &&
	    real <= (double)max && real == floor(real)) {
		*value = (uint64_t)real;
		return 0;
	}
	where = place_of(field);
	return foreign_problem(t->f, &where, err,
			       "'%.60s': not a whole number from 1",
			       field->text);
}

/* Reads the unit in a row that has one. */
static int read_unit(struct table *t, const struct csv_row *row,
		     struct unit *unit, struct err *err)
{
	const struct csv_field *field = field_of(t, row, ROLE_UNIT);
	struct where where;

	*unit = (struct unit){ .ns = 0 };
	if (!field)
		return 0;
	where = place_of(field);
	if (!unit_parse(field->text, unit))
		return foreign_problem(t->f, &where, err,
				       "'%.60s': not a unit such as s, ms, us "
				       "or ns",
				       field->text);
	unit->rate |= t->map.more;
	return 0;
}

/* Takes the text of the date, which is checked later. */
static int read_date(struct table *t, const struct csv_row *row,
		     struct foreign_row *out, struct err *err)
{
	const struct csv_field *field = field_of(t, row, ROLE_DATE);

	if (!field)
		return 0;
	out->date = field->text;
	out->date_where = place_of(field);
	if (field->len)
		return 0;
	return foreign_problem(t->f, &out->date_where, err,
			       "no date; without it, leave out the row");
}

/* ---- rows -------------------------------------------------------------- */

/* Notes the values of a row, which are compared when all rows are known. */
static int note_values(struct table *t, const struct csv_row *row,
		       struct err *err)
{
	size_t i, at = t->rows * t->header.count;
	double real;

	if (mem_grow(&t->hashes, &t->hashes_cap, at + row->count,
		     sizeof(*t->hashes), err))
		return -1;
	for (i = 0; i < row->count; i++) {
		const struct csv_field *field = &row->fields[i];
		struct character *c = &t->character[i];
		bool number = map_number(t->comma, field->text, &real);

		t->hashes[at + i] =
		    (uint32_t)str_hash(STR_HASH_START, field->text, field->len);
		c->text |= field->len && !number;
		c->fraction |= number && real != floor(real);
	}
	t->rows++;
	return 0;
}

/* Adds the time in a field. */
static int add_time(struct table *t, const struct csv_row *row, size_t column,
		    struct foreign_row *out, double calls, struct err *err)
{
	const struct csv_field *field = &row->fields[column];

	out->where = place_of(field);
	if (!field_of(t, row, ROLE_UNIT))
		out->unit = unit_of(t, column);
	if (t->wide)
		out->series = t->fields[column].text;
	if (!map_time(t->comma, field->text, &out->unit, &out->value) ||
	    out->value <= 0)
		return foreign_problem(
		    t->f, &out->where, err, "'%.60s': not a %s above 0%s",
		    field->text, out->unit.rate ? "rate" : "time",
		    out->unit.rate ? "" : " and below 100 days");
	out->value /= out->unit.rate ? 1 / calls : calls;
	return foreign_add(t->f, out, err);
}

/* The reason that a row of google/benchmark has no times, or "". */
static const char *reason_of(const struct table *t, const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->count; i++)
		if (!strcmp(t->fields[i].text, "error_message"))
			return row->fields[i].text;
	return "";
}

/* Adds the times of a row. */
static int add_times(struct table *t, const struct csv_row *row,
		     struct foreign_row *out, struct err *err)
{
	const struct columns *times = &t->columns[ROLE_TIME];
	uint64_t calls = 1;
	size_t i;
	int rc = read_count(t, row, ROLE_CALLS, FOREIGN_N_MAX, &calls, err);

	for (i = 0; i < times->count && rc >= 0; i++)
		if (!is_nothing(row->fields[times->index[i]].text))
			rc = add_time(t, row, times->index[i], out,
				      (double)calls, err);
	return rc;
}

/* Whether a row has no times at all, which is told. */
static bool is_empty(struct table *t, const struct csv_row *row)
{
	const struct columns *times = &t->columns[ROLE_TIME];
	struct where where = { row->line, 1, NULL };
	const char *reason = reason_of(t, row);
	size_t i;

	for (i = 0; i < times->count; i++)
		if (!is_nothing(row->fields[times->index[i]].text))
			return false;
	foreign_note(t->f, &where, "no time, so that it is left out%s%.100s",
		     *reason ? ": " : "", reason);
	return true;
}

static int read_values(struct table *t, const struct csv_row *row,
		       struct str *name, struct err *err)
{
	struct foreign_row out = { .where = { row->line, 1, NULL },
				   .row = t->rows };
	int rc;

	if (is_empty(t, row))
		return 0;
	if (!t->wide && table_join_name(t, row, name, err))
		return -1;
	if (t->preset && t->preset->note)
		foreign_note(t->f, &out.where, "%s", t->preset->note);
	if (t->all.count && table_is_aggregate(t, &out.where, name))
		return 0;
	if (!t->wide && table_split_name(t, row, name, &out, err))
		return -1;
	out.series = name->text;
	rc = read_unit(t, row, &out.unit, err);
	if (!rc)
		rc = read_count(t, row, ROLE_N, FOREIGN_N_MAX, &out.n, err);
	if (!rc)
		rc = read_count(t, row, ROLE_WORKERS, FOREIGN_WORKERS_MAX,
				&out.workers, err);
	if (!rc)
		rc = read_date(t, row, &out, err);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (!t->wide && note_values(t, row, err))
		return -1;
	rc = add_times(t, row, &out, err);
	return rc < 0 ? -1 : 0;
}

/* ---- the whole --------------------------------------------------------- */

/* Collects the name of each row. */
static int collect_name(void *ctx, const struct csv_row *row, struct err *err)
{
	struct table *t = ctx;
	struct str name = { 0 };
	int rc = 0;

	if (row->line != t->header.line && row->count == t->header.count) {
		rc = table_join_name(t, row, &name, err);
		if (!rc && texts_add(&t->all, name.text, err) == SIZE_MAX)
			rc = -1;
	}
	str_free(&name);
	return rc;
}

/* Reads the names of all rows, where they tell which rows are computed from others. */
static int collect_names(struct table *t, struct err *err)
{
	if (t->wide || !table_may_aggregate(t->text, t->len))
		return 0;
	return csv_read(t->text, t->len, t->f->mistakes->file, t->flags,
			collect_name, t, err);
}

static int read_row(void *ctx, const struct csv_row *row, struct err *err)
{
	struct table *t = ctx;
	struct str name = { 0 };
	int rc;

	if (!t->header.count)
		return read_header(t, row, err);
	if (row->count != t->header.count)
		return mistake_at(t->f->mistakes, row->line,
				  row->fields[row->count - 1].column, err,
				  "%zu fields, but %zu columns", row->count,
				  t->header.count);
	if (!t->ready && (make_ready(t, row, err) || collect_names(t, err)))
		return -1;
	t->f->rows++;
	rc = read_values(t, row, &name, err);
	str_free(&name);
	return rc;
}

int read_table(struct foreign *f, const char *text, size_t len, struct err *err)
{
	struct table *t = mem_array(1, sizeof(*t), err);
	unsigned separator = csv_separator(text, len);
	size_t i;
	int rc;

	if (!t)
		return -1;
	t->f = f;
	t->text = text;
	t->len = len;
	t->flags = CSV_COMMENTS | CSV_TRIM | separator;
	t->comma = separator == CSV_SEMICOLONS;
	rc = csv_read(text, len, f->mistakes->file, t->flags, read_row, t, err);
	if (!rc && !f->mistakes->count)
		rc = table_tell_differing(t, err);
	for (i = 0; i < t->header.count; i++)
		free((char *)t->fields[i].text);
	texts_free(&t->all);
	free(t->hashes);
	free(t);
	return rc;
}
