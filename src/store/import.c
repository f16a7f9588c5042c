/* Import: every row is checked, then all of them are stored, or none. */
#include "store/import.h"

#include "base/csv.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"
#include "store/hash.h"
#include "store/merge.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROBLEMS_MAX 10 /* that are told */
#define CELL_MAX     (INT64_C(1) << 31)

int import_problem(struct import *im, size_t line, size_t column,
		   struct err *err, const char *fmt, ...)
{
	char text[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	log_error("%s:%zu:%zu: %s", im->name, line, column, text);
	if (++im->problems < PROBLEMS_MAX)
		return 0;
	return err_set(err, ERR_USAGE,
		       "nothing is imported from '%s': %zu mistakes, perhaps "
		       "more",
		       im->name, im->problems);
}

/* ---- columns ----------------------------------------------------------- */

static char type_of(const char *declared)
{
	if (declared && !strcmp(declared, "TEXT"))
		return 't';
	return declared && !strcmp(declared, "REAL") ? 'r' : 'i';
}

static int make_layout(struct import *im, struct layout *l,
		       const struct section *section, struct err *err)
{
	bool said = section->kind == SECTION_SAID;
	sqlite3_stmt *s = section_rows(im->temporary, section, 0, err);
	const char *names[SECTION_COLUMNS_MAX];
	int i;

	if (!s)
		return -1;
	l->section = section;
	l->columns = sqlite3_column_count(s);
	for (i = 0; i < l->columns; i++) {
		names[i] = sqlite3_column_name(s, i);
		assert(strlen(names[i]) < sizeof(l->name[i]));
		strcpy(l->name[i], names[i]);
		l->type[i] = type_of(sqlite3_column_decltype(s, i));
	}
	return section_writer_make(&l->writer, said ? im->to : im->temporary,
				   section, names, l->columns, err);
}

static int make_layouts(struct import *im, struct err *err)
{
	size_t i;

	for (i = 0; section_table[i].name; i++) {
		assert(i < IMPORT_SECTIONS_MAX);
		if (make_layout(im, &im->layout[i], &section_table[i], err))
			return -1;
	}
	return 0;
}

struct layout *import_layout(struct import *im, const char *section)
{
	size_t i;

	for (i = 0; i < IMPORT_SECTIONS_MAX && im->layout[i].section; i++)
		if (!strcmp(im->layout[i].section->name, section))
			return &im->layout[i];
	return NULL;
}

/* The number of a column, or -1. */
static int column_number(const struct layout *layout, const char *name)
{
	int i = layout->columns - 1;

	while (i >= 0 && strcmp(layout->name[i], name) != 0)
		i--;
	return i;
}

/* ---- values ------------------------------------------------------------ */

void import_clear(struct import *im)
{
	memset(im->value, 0, sizeof(im->value));
}

static struct import_value *
value_at(struct import *im, const struct layout *layout, const char *name)
{
	int i = column_number(layout, name);

	assert(i >= 0);
	return &im->value[i];
}

void import_integer(struct import *im, const struct layout *layout,
		    const char *name, int64_t value)
{
	struct import_value *v = value_at(im, layout, name);

	v->type = VALUE_INTEGER;
	v->integer = value;
}

void import_text(struct import *im, const struct layout *layout,
		 const char *name, const char *value)
{
	struct import_value *v = value_at(im, layout, name);

	v->type = VALUE_TEXT;
	v->text = value;
}

static bool parse_integer(const char *text, int64_t *value)
{
	bool negative = *text == '-';
	uint64_t number;

	if (!units_parse_u64(text + negative, &number) ||
	    number > (uint64_t)INT64_MAX + negative)
		return false;
	*value = (int64_t)(negative ? 0 - number : number);
	return true;
}

static bool parse_real(const char *text, double *value)
{
	bool negative = *text == '-';

	if (!strcmp(text + negative, "1e999")) {
		*value = negative ? -INFINITY : INFINITY;
		return true;
	}
	return units_parse_double(text, value);
}

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), e = strlen(end);

	return n > e && !strcmp(name + n - e, end);
}

/* What is wrong with the value of a column, or NULL. */
static const char *check_value(const char *name, const struct import_value *v)
{
	if (v->type == VALUE_INTEGER &&
	    (!strcmp(name, "cell") || !strcmp(name, "base")) &&
	    (v->integer < 0 || v->integer >= CELL_MAX))
		return "not the number of a cell, from 0";
	if (v->type == VALUE_TEXT && ends_in(name, "_utc") &&
	    !clock_is_utc(v->text))
		return "not a time such as 2026-11-22T07:15:08Z";
	return NULL;
}

/* Sets column i from a text that stays until the row is stored. */
static int set_value(struct import *im, const struct layout *l, int i,
		     const char *text, size_t column, struct err *err)
{
	struct import_value *v = &im->value[i];
	const char *wrong = NULL;

	v->column = column;
	v->text = text;
	v->type = VALUE_TEXT;
	if (l->type[i] == 'i') {
		v->type = VALUE_INTEGER;
		if (!parse_integer(text, &v->integer))
			wrong = "not a whole number of 64 bits";
	} else if (l->type[i] == 'r') {
		v->type = VALUE_REAL;
		if (!parse_real(text, &v->real))
			wrong = "not a number";
	}
	if (!wrong)
		wrong = check_value(l->name[i], v);
	if (!wrong)
		return 0;
	return import_problem(im, im->line, column, err, "%s '%.60s': %s",
			      l->name[i], text, wrong);
}

static void bind_value(void *ctx, sqlite3_stmt *s, int parameter, int column)
{
	const struct import_value *v =
	    &((const struct import *)ctx)->value[column];

	switch (v->type) {
	case VALUE_INTEGER:
		sqlite3_bind_int64(s, parameter, v->integer);
		break;
	case VALUE_REAL:
		sqlite3_bind_double(s, parameter, v->real);
		break;
	case VALUE_TEXT:
		sqlite3_bind_text(s, parameter, v->text, -1, SQLITE_STATIC);
		break;
	default:
		sqlite3_bind_null(s, parameter);
	}
}

/* ---- rows -------------------------------------------------------------- */

/* Where the rows of a run go: 0, or 1 after a problem was told, or -1. */
static int find_place(struct import *im, const struct layout *l,
		      struct err *err)
{
	bool is_run = !strcmp(l->section->name, "run");
	const struct import_value *v =
	    &im->value[column_number(l, is_run ? "uuid" : "run")];
	int rc;

	if (v->type != VALUE_TEXT || !*v->text || strlen(v->text) > 36)
		return import_problem(im, im->line, v->column ? v->column : 1,
				      err, "no uuid of a run")
			   ? -1
			   : 1;
	if (!is_run && !strcmp(v->text, im->uuid))
		return 0;
	rc = section_find_run(im->said ? im->to : im->temporary, v->text,
			      &im->place.run_id, err);
	if (rc < 0)
		return -1;
	if (is_run != (rc == 1))
		return import_problem(im, im->line, v->column, err,
				      is_run     ? "run %s comes twice"
				      : im->said ? "run %s is not in the "
						   "database; import it first"
						 : "no row 'run' of %s before",
				      v->text)
			   ? -1
			   : 1;
	if (is_run)
		im->place.run_id = 0;
	else
		str_copy(im->uuid, sizeof(im->uuid), v->text);
	/* room for the cells of every run; merging numbers them anew */
	im->place.first = im->place.run_id << 32;
	return 0;
}

/* The column that a refusal of SQLite names behind the last dot. */
static size_t column_of_refusal(const struct import *im, const struct layout *l,
				const char *text)
{
	const char *dot = strrchr(text, '.');
	int i = dot ? column_number(l, dot + 1) : -1;

	return i >= 0 && im->value[i].column ? im->value[i].column : 1;
}

int import_store(struct import *im, struct layout *l, struct err *err)
{
	struct err refusal = { 0 };
	int rc = find_place(im, l, err);

	if (rc)
		return rc < 0 ? -1 : 0;
	rc = section_write(&l->writer, &im->place, bind_value, im, &refusal);
	if (rc < 0)
		return err_set(err, refusal.kind, "%s", refusal.text);
	if (!rc)
		return 0;
	return import_problem(im, im->line,
			      column_of_refusal(im, l, refusal.text), err, "%s",
			      refusal.text);
}

/* Whether rows of this section belong to this pass over the file. */
static bool is_due(const struct import *im, const struct layout *l)
{
	return (l->section->kind == SECTION_SAID) == im->said;
}

/* ---- CSV --------------------------------------------------------------- */

struct csv_import {
	struct import *im;
	struct str header; /* names of columns, NUL behind each */
	size_t offset[CSV_FIELDS_MAX], count;
	const struct layout *layout; /* that the columns were found in */
	int column[CSV_FIELDS_MAX];  /* of each field */
};

static int csv_header(struct csv_import *c, const struct csv_row *row,
		      struct err *err)
{
	size_t i;

	c->layout = NULL;
	c->header.len = 0;
	c->count = row->count;
	for (i = 0; i < row->count; i++) {
		c->offset[i] = c->header.len;
		str_add_bytes(&c->header, row->fields[i].text,
			      row->fields[i].len + 1);
	}
	return str_check(&c->header, err);
}

/* Which column each field is; names that there are not are a problem. */
static int csv_columns(struct csv_import *c, const struct layout *l,
		       const struct csv_row *row, struct err *err)
{
	const char *name;
	size_t i;

	c->layout = l;
	for (i = 1; i < c->count; i++) {
		name = c->header.text + c->offset[i];
		c->column[i] = column_number(l, name);
		if (c->column[i] < 0)
			return err_set(err, ERR_USAGE,
				       "%s:%zu:1: a table '%s' has no column "
				       "'%.60s'; a newer dotrec may know it",
				       c->im->name, row->line, l->section->name,
				       name);
	}
	return 0;
}

static int csv_values(struct csv_import *c, const struct layout *l,
		      const struct csv_row *row, struct err *err)
{
	size_t i;

	for (i = 1; i < row->count; i++) {
		const struct csv_field *f = &row->fields[i];
		const char *text = f->text;

		c->im->value[c->column[i]].column = f->column;
		if (!f->len)
			continue;
		/* put in front by the export */
		if (l->type[c->column[i]] == 't' && *text == '\'')
			text++;
		if (set_value(c->im, l, c->column[i], text, f->column, err))
			return -1;
	}
	return 0;
}

static int csv_row_in(void *ctx, const struct csv_row *row, struct err *err)
{
	struct csv_import *c = ctx;
	struct import *im = c->im;
	size_t before = im->problems;
	struct layout *l;

	im->line = row->line;
	if (!strcmp(row->fields[0].text, "table"))
		return csv_header(c, row, err);
	l = import_layout(im, row->fields[0].text);
	if (!l)
		return import_problem(im, row->line, 1, err,
				      "no table '%.60s'; an export has others",
				      row->fields[0].text);
	if (!is_due(im, l))
		return 0;
	if (row->count != c->count)
		return import_problem(
		    im, row->line, row->fields[row->count - 1].column, err,
		    "%zu fields, and %zu columns", row->count, c->count);
	if (c->layout != l && csv_columns(c, l, row, err))
		return -1;
	import_clear(im);
	if (csv_values(c, l, row, err))
		return -1;
	return im->problems > before ? 0 : import_store(im, l, err);
}

static int read_csv(struct import *im, const char *text, size_t len,
		    struct err *err)
{
	struct csv_import c = { .im = im };
	int rc = csv_read(text, len, im->name, 0, csv_row_in, &c, err);

	str_free(&c.header);
	return rc;
}

/* ---- JSON lines -------------------------------------------------------- */

/* Where "name" stands in a line, in characters from 1; else 1. */
static size_t column_of_name(const char *line, const char *name)
{
	char quoted[80];
	const char *at;
	size_t column = 1;

	snprintf(quoted, sizeof(quoted), "\"%s\":", name);
	at = strstr(line, quoted);
	for (; at && line < at; line++)
		column += ((unsigned char)*line & 0xc0) != 0x80;
	return at ? column : 1;
}

/* The texts of a line's fields, until the row is stored. */
struct json_import {
	struct import *im;
	struct str bytes;
};

static int json_field(struct import *im, const struct layout *l,
		      const char *line, sqlite3_stmt *s, const char *text,
		      struct err *err)
{
	const char *name = (const char *)sqlite3_column_text(s, 0);
	const char *type = (const char *)sqlite3_column_text(s, 1);
	int i = column_number(l, name);
	bool is_text = !strcmp(type, "text");
	size_t column = column_of_name(line, name);

	if (!strcmp(name, "table") || (i >= 0 && !strcmp(type, "null")))
		return 0;
	if (i < 0)
		return import_problem(im, im->line, column, err,
				      "a table '%s' has no column '%.60s'; a "
				      "newer dotrec may know it",
				      l->section->name, name);
	if (is_text != (l->type[i] == 't') ||
	    (!is_text && strcmp(type, "integer") && strcmp(type, "real")))
		return import_problem(im, im->line, column, err,
				      "%s is not a %s", name,
				      l->type[i] == 't' ? "text" : "number");
	return set_value(im, l, i, text, column, err);
}

/* The section that the field "table" of a line names, or NULL. */
static struct layout *json_layout(struct import *im, sqlite3_stmt *s)
{
	struct layout *l = NULL;

	while (!l && sqlite3_step(s) == SQLITE_ROW)
		if (!strcmp((const char *)sqlite3_column_text(s, 0), "table") &&
		    sqlite3_column_type(s, 2) == SQLITE_TEXT)
			l = import_layout(
			    im, (const char *)sqlite3_column_text(s, 2));
	sqlite3_reset(s);
	return l;
}

static int json_values(struct json_import *j, const struct layout *l,
		       const char *line, sqlite3_stmt *s, struct err *err)
{
	size_t at;
	int rc = 0;

	/* reserved at once: texts must not move. A text is no longer than its
	 * JSON */
	j->bytes.len = 0;
	str_addf(&j->bytes, "%s%s", line, line);
	if (str_check(&j->bytes, err))
		return -1;
	for (at = 0; !rc && sqlite3_step(s) == SQLITE_ROW;) {
		const char *text = (const char *)sqlite3_column_text(s, 2);
		size_t size = (size_t)sqlite3_column_bytes(s, 2) + 1;

		memcpy(j->bytes.text + at, text ? text : "", size);
		rc = json_field(j->im, l, line, s, j->bytes.text + at, err);
		at += size;
	}
	sqlite3_reset(s);
	return rc;
}

static bool is_object(struct import *im, const char *line)
{
	struct err ignored = { 0 };
	sqlite3_stmt *s =
	    db_statement(im->temporary, "travel/json_type", &ignored);
	bool object = false;

	if (!s)
		return false;
	sqlite3_bind_text(s, 1, line, -1, SQLITE_STATIC);
	if (sqlite3_step(s) == SQLITE_ROW)
		object =
		    !strcmp((const char *)sqlite3_column_text(s, 0), "object");
	sqlite3_reset(s);
	return object;
}

static int json_line(struct json_import *j, const char *line, struct err *err)
{
	struct import *im = j->im;
	size_t before = im->problems;
	struct layout *l;
	sqlite3_stmt *s;
	int rc;

	if (!is_object(im, line))
		return import_problem(im, im->line, 1, err,
				      "not a JSON object in one line");
	s = db_statement(im->temporary, "travel/json_fields", err);
	if (!s)
		return -1;
	sqlite3_bind_text(s, 1, line, -1, SQLITE_STATIC);
	l = json_layout(im, s);
	if (!l)
		return import_problem(im, im->line,
				      column_of_name(line, "table"), err,
				      "no \"table\" that an export has");
	if (!is_due(im, l))
		return 0;
	import_clear(im);
	rc = json_values(j, l, line, s, err);
	if (rc || im->problems > before)
		return rc;
	return import_store(im, l, err);
}

static int read_jsonl(struct import *im, const char *text, size_t len,
		      struct err *err)
{
	struct json_import j = { .im = im };
	struct str line = { 0 };
	const char *end;
	int rc = 0;

	for (im->line = 1; len && !rc; im->line++) {
		end = memchr(text, '\n', len);
		end = end ? end : text + len;
		line.len = 0;
		str_add_bytes(&line, text, (size_t)(end - text));
		rc = str_check(&line, err);
		if (!rc && line.text[strspn(line.text, " \t\r")])
			rc = json_line(&j, line.text, err);
		end += end < text + len;
		len -= (size_t)(end - text);
		text = end;
	}
	str_free(&line);
	str_free(&j.bytes);
	return rc;
}

/* ---- the whole --------------------------------------------------------- */

enum file_kind { FILE_EXPORT, FILE_JSONL, FILE_TABLE };

static enum file_kind kind_of(const char *text,
			      const struct import_options *options)
{
	if (!strncmp(text, "\xef\xbb\xbf", 3))
		text += 3;
	text += strspn(text, " \t\r\n");
	if (*text == '{')
		return FILE_JSONL;
	return !options->map && !strncmp(text, "table,", 6) ? FILE_EXPORT
							    : FILE_TABLE;
}

/* JSON knows no NUL, and SQLite does not look for bytes that are not UTF-8. */
static int check_jsonl(const struct import *im, const char *text, size_t len,
		       struct err *err)
{
	const char *nul = memchr(text, '\0', len);
	size_t bad = str_utf8_bad(text, nul ? (size_t)(nul - text) : len);
	size_t i, line = 1, column = 1;

	if (bad == len)
		return 0;
	for (i = 0; i < bad; i++) {
		column += ((unsigned char)text[i] & 0xc0) != 0x80;
		if (text[i] == '\n') {
			line++;
			column = 1;
		}
	}
	return err_set(err, ERR_USAGE,
		       "%s:%zu:%zu: not UTF-8; save the file "
		       "as UTF-8",
		       im->name, line, column);
}

static int read_pass(struct import *im, enum file_kind kind, const char *text,
		     size_t len, struct err *err)
{
	int rc;

	im->uuid[0] = '\0';
	if (kind == FILE_JSONL)
		rc = read_jsonl(im, text, len, err);
	else if (kind == FILE_EXPORT)
		rc = read_csv(im, text, len, err);
	else
		rc = im->said ? 0 : import_table(im, text, len, err);
	if (!rc && im->problems)
		rc = err_set(err, ERR_USAGE,
			     "nothing is imported from '%s': %zu mistakes",
			     im->name, im->problems);
	return rc;
}

/* Summaries of runs that came without them. */
static int summarise(struct store *store, struct err *err)
{
	sqlite3_stmt *s;
	int64_t run_id;
	int rc;

	for (;;) {
		s = db_statement(store, "travel/unsummarised", err);
		rc = s ? db_run_int(store, s, &run_id, err) : -1;
		if (rc)
			return rc < 0 ? -1 : 0;
		if (store_rebuild(store, run_id, err))
			return -1;
	}
}

static int check_truth(struct import *im, struct err *err)
{
	sqlite3_stmt *s =
	    db_statement(im->temporary, "travel/contradiction", err);
	struct err wrong = { 0 };
	int rc = 0;

	if (!s)
		return -1;
	if (sqlite3_step(s) == SQLITE_ROW)
		rc =
		    err_set(err, ERR_USAGE, "nothing is imported from '%s': %s",
			    im->name, sqlite3_column_text(s, 0));
	sqlite3_reset(s);
	if (!rc && hash_check(im->temporary, &wrong))
		rc = err_set(err, wrong.kind,
			     "nothing is imported from '%s': %s", im->name,
			     wrong.text);
	return rc;
}

/* The first pass: all that runs consist of, into the temporary database. */
static int read_runs(struct import *im, enum file_kind kind, const char *text,
		     size_t len, struct err *err)
{
	struct err lost = { 0 };
	int rc = merge_begin(im->temporary, err);

	if (rc)
		return -1;
	rc = read_pass(im, kind, text, len, err);
	if (!rc && db_end(im->temporary, 0, &lost))
		rc = err_set(err, ERR_USAGE,
			     "nothing is imported from '%s': a row names a "
			     "cell that the file does not have (%s)",
			     im->name, lost.text);
	else if (rc)
		db_end(im->temporary, rc, err);
	if (!rc)
		rc = summarise(im->temporary, err);
	return rc ? rc : check_truth(im, err);
}

static int import_all(struct import *im, const char *text, size_t len,
		      struct merge_result *result, struct err *err)
{
	enum file_kind kind = kind_of(text, im->options);
	int rc;

	if (kind == FILE_JSONL && check_jsonl(im, text, len, err))
		return -1;
	if (make_layouts(im, err) || read_runs(im, kind, text, len, err) ||
	    merge_begin(im->to, err))
		return -1;
	rc = merge_from(im->to, im->temporary, result, err);
	im->said = true;
	if (!rc)
		rc = read_pass(im, kind, text, len, err);
	return db_end(im->to, rc, err);
}

int store_import(struct store *store, const char *text, size_t len,
		 const char *name, const struct import_options *options,
		 struct merge_result *result, struct err *err)
{
	struct import *im = mem_array(1, sizeof(*im), err);
	struct str path = { 0 };
	int rc = -1;

	memset(result, 0, sizeof(*result));
	if (!im)
		return -1;
	im->to = store;
	im->name = name;
	im->options = options;
	str_addf(&path, "%s.%d-import", store->path, (int)getpid());
	if (!str_check(&path, err))
		im->temporary = store_open(path.text, STORE_WRITE, err);
	if (im->temporary)
		rc = import_all(im, text, len, result, err);
	store_close(im->temporary);
	if (path.text)
		store_remove(path.text);
	str_free(&path);
	free(im);
	return rc;
}
