/* Import: every row is checked, then all of them are stored or none. */
#include "travel/import.h"

#include "base/log.h"
#include "base/mem.h"
#include "foreign/foreign.h"
#include "base/units.h"
#include "db/statement.h"
#include "store/derive.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CELL_MAX  (INT64_C(1) << 31)
#define COUNT_MAX 1000000000

/* ---- columns ----------------------------------------------------------- */

static char type_of(const char *declared)
{
	if (declared && !strcmp(declared, "TEXT"))
		return 't';
	return declared && !strcmp(declared, "REAL") ? 'r' : 'i';
}

/* The database that the rows of this section are stored in. */
static struct db *target(const struct import *im, const struct section *section)
{
	return im->to && section->kind == SECTION_SAID ? im->to : im->temporary;
}

static int make_layout(struct import *im, struct layout *l,
		       const struct section *section, struct err *err)
{
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
	return section_writer_make(&l->writer, target(im, section), section,
				   names, l->columns, err);
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

int import_column(const struct layout *layout, const char *name)
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
	int i = import_column(layout, name);

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
	if (v->type == VALUE_INTEGER &&
	    (!strcmp(name, "generation") || !strcmp(name, "hash_version")) &&
	    (v->integer < 0 || v->integer > COUNT_MAX))
		return "not a number from 0 that dotrec would write";
	if (v->type == VALUE_TEXT && ends_in(name, "_utc") &&
	    !clock_is_utc(v->text))
		return "not a time such as 2026-11-22T07:15:08Z";
	return NULL;
}

int import_value_text(struct import *im, const struct layout *l, int i,
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
	return mistake_at(&im->mistakes, im->line, column, err,
			  "%s '%.60s': %s", l->name[i], text, wrong);
}

static int import_bind_value(void *ctx, sqlite3_stmt *s, int parameter,
			     int column)
{
	const struct import_value *v =
	    &((const struct import *)ctx)->value[column];

	switch (v->type) {
	case VALUE_INTEGER:
		return sqlite3_bind_int64(s, parameter, v->integer);
	case VALUE_REAL:
		return sqlite3_bind_double(s, parameter, v->real);
	case VALUE_TEXT:
		return sqlite3_bind_text(s, parameter, v->text, -1,
					 SQLITE_STATIC);
	default:
		return sqlite3_bind_null(s, parameter);
	}
}

/* ---- rows -------------------------------------------------------------- */

/* Finds the place of the run that the row belongs to. 0, 1 after a problem was
 * logged, -1 with *err. */
static int import_find_place(struct import *im, const struct layout *l,
			     struct err *err)
{
	bool is_run = !strcmp(l->section->name, "run");
	const struct import_value *v =
	    &im->value[import_column(l, is_run ? "uuid" : "run")];
	int rc;

	if (v->type != VALUE_TEXT || !*v->text || strlen(v->text) > 36)
		return mistake_at(&im->mistakes, im->line,
				  v->column ? v->column : 1, err,
				  "no uuid of a run")
			   ? -1
			   : 1;
	if (!is_run && !strcmp(v->text, im->uuid))
		return 0;
	rc = section_find_run(target(im, l->section), v->text,
			      &im->place.run_id, err);
	if (rc < 0)
		return -1;
	if (is_run != (rc == 1))
		return mistake_at(&im->mistakes, im->line, v->column, err,
				  is_run     ? "run %s comes twice"
				  : im->said ? "run %s is not in the "
					       "database; import it first"
					     : "no row 'run' of %s before",
				  v->text)
			   ? -1
			   : 1;
	/* the id of a new run is not known before its own row is stored: the
	 * next row looks it up */
	str_copy(im->uuid, sizeof(im->uuid), is_run ? "" : v->text);
	if (is_run)
		im->place.run_id = 0;
	/* room for the cells of every run; merging gives them new ids */
	im->place.first = im->place.run_id << 32;
	return 0;
}

/* The position of the value that SQLite refused: the column that its message
 * names behind the last dot; 1 if it names none. */
static size_t column_of_refusal(const struct import *im, const struct layout *l,
				const char *text)
{
	const char *dot = strrchr(text, '.');
	int i = dot ? import_column(l, dot + 1) : -1;

	return i >= 0 && im->value[i].column ? im->value[i].column : 1;
}

/* Whether a verdict, trend or mark is left out because the database kept its
 * own copy of the run instead of that of the file. */
static bool is_void(const struct import *im, const struct layout *l)
{
	const enum merge_outcome *outcome =
	    im->said && im->to ? merge_outcome_of(&im->merge, im->uuid) : NULL;

	return outcome && !merge_takes_said(*outcome, l->section);
}

int import_store(struct import *im, struct layout *l, struct err *err)
{
	struct err refusal = { 0 };
	int rc = import_find_place(im, l, err);

	if (rc || is_void(im, l))
		return rc < 0 ? -1 : 0;
	switch (section_write(&l->writer, &im->place, import_bind_value, im,
			      &refusal)) {
	case SECTION_WRITTEN:
		return 0;
	case SECTION_REFUSED:
		return mistake_at(&im->mistakes, im->line,
				  column_of_refusal(im, l, refusal.text), err,
				  "%s", refusal.text);
	case SECTION_CONFLICT:
		merge_conflict(im->result, "%s:%zu:1: %s", im->name, im->line,
			       refusal.text);
		return 0;
	case SECTION_FAILED:
		break;
	}
	return err_set(err, refusal.kind, "%s", refusal.text);
}

bool import_is_due(const struct import *im, const struct layout *l)
{
	return (l->section->kind == SECTION_SAID) == im->said;
}

/* ---- the whole --------------------------------------------------------- */

enum file_kind { FILE_EXPORT, FILE_JSONL, FILE_FOREIGN };

/* Whether the first line of a text is a JSON object, or seems to be one. */
static bool begins_with_object(const char *text)
{
	const char *end = text + strcspn(text, "\n");

	while (end > text && strchr(" \t\r", end[-1]))
		end--;
	return *text == '{' && end[-1] == '}';
}

/* Finds what a file is, by its content. */
static int find_kind(struct import *im, const char *text, size_t len,
		     enum file_kind *kind, struct err *err)
{
	const char *at = text + str_mark(text, len);
	bool known;

	at += strspn(at, " \t\r\n");
	*kind = FILE_FOREIGN;
	if (!im->options->map && !strncmp(at, "table,", 6))
		*kind = FILE_EXPORT;
	else if (!strncmp(at, "{\"table\"", 8))
		*kind = FILE_JSONL;
	if (*kind != FILE_FOREIGN || !begins_with_object(at))
		return 0;
	if (json_is_known(im->temporary, text, len, &known, err))
		return -1;
	if (!known && strstr(at, "\"table\""))
		*kind = FILE_JSONL;
	return 0;
}

static int read_pass(struct import *im, enum file_kind kind, const char *text,
		     size_t len, struct err *err)
{
	int rc;

	im->uuid[0] = '\0';
	if (kind == FILE_JSONL)
		rc = import_jsonl(im, text, len, err);
	else if (kind == FILE_EXPORT)
		rc = import_csv(im, text, len, err);
	else
		rc = im->said ? 0 : import_foreign(im, text, len, err);
	return rc ? rc : mistakes_end(&im->mistakes, err);
}

/* Makes the summaries of runs that have none in the file. */
static int import_summarise(struct db *db, struct err *err)
{
	sqlite3_stmt *s;
	int64_t run_id;
	int rc;

	for (;;) {
		s = db_statement(db, "travel/unsummarised", err);
		rc = s ? db_run_int(db, s, &run_id, err) : -1;
		if (rc)
			return rc < 0 ? -1 : 0;
		if (store_rebuild(db, run_id, err))
			return -1;
	}
}

/* The first pass: reads the rows that runs consist of into the private
 * database. */
static int read_runs(struct import *im, enum file_kind kind, const char *text,
		     size_t len, struct err *err)
{
	int rc = merge_begin(im->temporary, err);

	if (rc)
		return -1;
	rc = read_pass(im, kind, text, len, err);
	if (!rc && merge_dangles(im->temporary))
		rc = err_set(err, ERR_USAGE,
			     "nothing is imported from '%s': a row names a "
			     "cell that the file does not have",
			     im->name);
	rc = db_end(im->temporary, rc, err);
	if (!rc)
		rc = import_summarise(im->temporary, err);
	return rc ? rc : import_check(im, err);
}

/* The second pass, within a transaction: reads verdicts, trends and marks. */
static int read_said(struct import *im, enum file_kind kind, const char *text,
		     size_t len, struct err *err)
{
	im->said = true;
	return read_pass(im, kind, text, len, err);
}

/* The target does not exist yet: everything goes to the private database before
 * the target is created. */
static int add_new(struct import *im, enum file_kind kind, const char *text,
		   size_t len, struct err *err)
{
	if (merge_begin(im->temporary, err) ||
	    db_end(im->temporary, read_said(im, kind, text, len, err), err))
		return -1;
	return merge_into(im->path, im->temporary, im->name, im->result, err);
}

static int import_add(struct import *im, enum file_kind kind, const char *text,
		      size_t len, struct err *err)
{
	int rc = merge_begin(im->to, err);

	if (rc)
		return -1;
	rc = merge_nights_before(&im->merge, err) || merge_add(&im->merge, err)
		 ? -1
		 : 0;
	if (!rc)
		rc = read_said(im, kind, text, len, err);
	if (!rc)
		rc = merge_nights_after(&im->merge, err);
	return db_end(im->to, rc, err);
}

const char *import_file(const struct import *im)
{
	const char *slash = strrchr(im->name, '/');

	if (im->label.len)
		return im->label.text;
	return slash ? slash + 1 : im->name;
}

static int open_target(struct import *im, enum db_mode mode, struct err *err)
{
	if (access(im->path, F_OK))
		return 0;
	im->to = db_open(im->path, mode, err);
	return im->to ? 0 : -1;
}

static int import_all(struct import *im, const char *text, size_t len,
		      struct err *err)
{
	enum file_kind kind;

	im->temporary = db_open_temporary(err);
	if (!im->temporary || find_kind(im, text, len, &kind, err))
		return -1;
	if (!im->options->preview && open_target(im, DB_WRITE, err))
		return -1;
	if (make_layouts(im, err) || read_runs(im, kind, text, len, err))
		return -1;
	if (im->options->preview && open_target(im, DB_READ, err))
		return -1;
	if (kind == FILE_FOREIGN && im->to && import_continue(im, err))
		return -1;
	if (im->options->preview)
		return import_preview(im, err);
	im->merge = (struct merge){ .to = im->to,
				    .from = im->temporary,
				    .to_name = im->path,
				    .from_name = im->name,
				    .result = im->result };
	return im->to ? import_add(im, kind, text, len, err)
		      : add_new(im, kind, text, len, err);
}

int travel_import(const char *path, const char *text, size_t len,
		  const char *name, const struct import_options *options,
		  struct merge_result *result, struct err *err)
{
	struct import *im = mem_array(1, sizeof(*im), err);
	int rc;

	memset(result, 0, sizeof(*result));
	if (!im)
		return -1;
	im->path = path;
	im->name = im->mistakes.file = name;
	im->options = options;
	im->result = result;
	rc = import_all(im, text, len, err);
	merge_free(&im->merge);
	str_free(&im->label);
	db_close(im->to);
	db_close(im->temporary);
	free(im);
	return rc;
}
