/* Import of JSON lines: one object per row. */
#include "travel/import.h"

#include "db/statement.h"

#include <stdio.h>
#include <string.h>

/* The state of reading a file. The text of every column stays valid until the
 * row is stored. */
struct json_import {
	struct import *im;
	const char *line;
	struct str text[SECTION_COLUMNS_MAX];
	int times[SECTION_COLUMNS_MAX]; /* how often this line has a column */
	int tables;                     /* how often it has "table" */
};

/* The position of the nth (from 1) "name" in a line, in characters from 1; 1 if
 * it is not found. */
static size_t column_of_name(const char *line, const char *name, int nth)
{
	char quoted[80];
	const char *at;
	size_t column = 1;

	snprintf(quoted, sizeof(quoted), "\"%s\":", name);
	for (at = strstr(line, quoted); at && --nth > 0;)
		at = strstr(at + 1, quoted);
	for (; at && line < at; line++)
		column += ((unsigned char)*line & 0xc0) != 0x80;
	return at ? column : 1;
}

static int twice(struct json_import *j, const char *name, int nth,
		 struct err *err)
{
	return mistake_at(&j->im->mistakes, j->im->line,
			  column_of_name(j->line, name, nth), err,
			  "\"%s\" comes twice", name);
}

/* Sets column i of the row from a field; i is -1 if the section has no such
 * column. */
static int json_column(struct json_import *j, const struct layout *l, int i,
		       const char *name, const char *type, const char *text,
		       struct err *err)
{
	bool is_text = !strcmp(type, "text");
	size_t column = column_of_name(j->line, name, 1);

	if (i < 0)
		return mistake_at(&j->im->mistakes, j->im->line, column, err,
				  "a table '%s' has no column '%.60s'; a "
				  "newer dotrec may know it",
				  l->section->name, name);
	if (++j->times[i] > 1)
		return twice(j, name, j->times[i], err);
	if (!strcmp(type, "null"))
		return 0;
	if (is_text != (l->type[i] == 't') ||
	    (!is_text && strcmp(type, "integer") && strcmp(type, "real")))
		return mistake_at(&j->im->mistakes, j->im->line, column, err,
				  "%s is not a %s", name,
				  l->type[i] == 't' ? "text" : "number");
	j->text[i].len = 0;
	str_add(&j->text[i], text);
	if (str_check(&j->text[i], err))
		return -1;
	return import_value_text(j->im, l, i, j->text[i].text, column, err);
}

/* Reads a field; the row s has its name, type and text. */
static int json_field(struct json_import *j, const struct layout *l,
		      sqlite3_stmt *s, struct err *err)
{
	struct db *db = j->im->temporary;
	const char *name = db_text_at(db, s, 0, err);
	const char *type = name ? db_text_at(db, s, 1, err) : NULL;
	const char *text = type ? db_text_at(db, s, 2, err) : NULL;

	if (!text)
		return -1;
	if (strcmp(name, "table") != 0)
		return json_column(j, l, import_column(l, name), name, type,
				   text, err);
	return ++j->tables > 1 ? twice(j, name, j->tables, err) : 0;
}

static int json_values(struct json_import *j, const struct layout *l,
		       struct err *err)
{
	struct db *db = j->im->temporary;
	sqlite3_stmt *s = db_statement(db, "travel/json_fields", err);
	int code = SQLITE_DONE, rc = s ? 0 : -1;

	memset(j->times, 0, sizeof(j->times));
	j->tables = 0;
	if (s)
		db_text(s, ":line", j->line);
	while (!rc && (code = sqlite3_step(s)) == SQLITE_ROW)
		rc = json_field(j, l, s, err);
	if (!rc && code != SQLITE_DONE)
		rc = db_fail(db, "cannot read into", err);
	if (s)
		sqlite3_reset(s);
	return rc;
}

static int not_an_object(struct import *im, struct err *err)
{
	return mistake_at(&im->mistakes, im->line, 1, err,
			  "not a JSON object in one line");
}

/* Finds the section that a row of travel/json_type names. */
static int read_layout(struct json_import *j, sqlite3_stmt *s,
		       struct layout **layout, struct err *err)
{
	struct import *im = j->im;
	const char *type = db_text_at(im->temporary, s, 0, err), *table;

	if (type && strcmp(type, "object") != 0)
		return not_an_object(im, err);
	table = type ? db_text_at(im->temporary, s, 1, err) : NULL;
	if (!table)
		return -1;
	*layout = import_layout(im, table);
	if (*layout)
		return 0;
	return mistake_at(&im->mistakes, im->line,
			  column_of_name(j->line, "table", 1), err,
			  "no \"table\" of an export");
}

/* Finds the section of the line's row; *layout is NULL after a problem was
 * logged. */
static int json_layout(struct json_import *j, struct layout **layout,
		       struct err *err)
{
	struct db *db = j->im->temporary;
	sqlite3_stmt *s = db_statement(db, "travel/json_type", err);
	int code, rc;

	*layout = NULL;
	if (!s)
		return -1;
	db_text(s, ":line", j->line);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW)
		rc = read_layout(j, s, layout, err);
	else if (code == SQLITE_ERROR)
		rc = not_an_object(j->im, err);
	else
		rc = db_fail(db, "cannot read into", err);
	sqlite3_reset(s);
	return rc;
}

static int json_line(struct json_import *j, struct err *err)
{
	struct import *im = j->im;
	size_t before = im->mistakes.count;
	struct layout *l;
	int rc = json_layout(j, &l, err);

	if (rc || !l || !import_is_due(im, l))
		return rc;
	import_clear(im);
	rc = json_values(j, l, err);
	if (rc || im->mistakes.count > before)
		return rc;
	im->result->rows++;
	return import_store(im, l, err);
}

/* Reads a line, unless it is blank or longer than the texts of SQLite. */
static int read_line(struct json_import *j, struct str *line, struct err *err)
{
	int max =
	    sqlite3_limit(j->im->temporary->sqlite, SQLITE_LIMIT_LENGTH, -1);

	if (str_check(line, err))
		return -1;
	if (line->len >= (size_t)max)
		return mistake_at(
		    &j->im->mistakes, j->im->line, 1, err,
		    "a line of %zu bytes; it must have fewer than %d",
		    line->len, max);
	if (!line->text[strspn(line->text, " \t\r")])
		return 0;
	j->line = line->text;
	return json_line(j, err);
}

int import_jsonl(struct import *im, const char *text, size_t len,
		 struct err *err)
{
	struct json_import j = { .im = im };
	struct str line = { 0 };
	const char *end;
	int rc = mistakes_utf8(&im->mistakes, text, len, err), i;

	for (im->line = 1; len && !rc; im->line++) {
		end = memchr(text, '\n', len);
		end = end ? end : text + len;
		line.len = 0;
		str_add_bytes(&line, text, (size_t)(end - text));
		rc = read_line(&j, &line, err);
		end += end < text + len;
		len -= (size_t)(end - text);
		text = end;
	}
	str_free(&line);
	for (i = 0; i < SECTION_COLUMNS_MAX; i++)
		str_free(&j.text[i]);
	return rc;
}
