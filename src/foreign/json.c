/* Import of the JSON of other programs: a statement of SQLite for each kind, which
 * returns the times that a document has. */
#include "foreign/reader.h"

#include "db/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASSIGNED "window."

/*
 * The kinds of documents that foreign/kind tells apart, each with the
 * statement that reads it. The statement has the parameter :text, and :path if the name
 * of the benchmark is in that of the file, and returns the columns
 *
 *     place      path of the value in the document
 *     series     name of the series
 *     n          size, or NULL
 *     workers    number of workers, or NULL
 *     value      the time or rate; NULL: there is none
 *     unit       its unit
 *     date       when it was measured, or NULL
 *     note       what is told of it, or NULL
 */
static const struct kind {
	const char *name, *statement;
	bool sized;         /* names may end in a size: BM_Dot/1000 */
	bool named_by_path; /* the statement has the parameter :path */
} kinds[] = {
	{ "asv", "foreign/asv", false, false },
	{ "criterion", "foreign/criterion", true, true },
	{ "criterion sample", "foreign/criterion_sample", true, true },
	{ "github-action-benchmark", "foreign/github", false, false },
	{ "google benchmark", "foreign/google_benchmark", true, false },
	{ "hyperfine", "foreign/hyperfine", false, false },
	{ "JMH", "foreign/jmh", false, false },
	{ "pyperf", "foreign/pyperf", false, false },
	{ "pytest-benchmark", "foreign/pytest_benchmark", false, false },
};

/* ---- the text ---------------------------------------------------------- */

/* The length of a token that JSON does not have but Python writes, or 0. */
static size_t no_number(const char *at, size_t len)
{
	static const char *const tokens[] = { "NaN", "Infinity", "-Infinity" };
	size_t i, n;

	for (i = 0; i < sizeof(tokens) / sizeof(*tokens); i++) {
		n = strlen(tokens[i]);
		if (n <= len && !memcmp(at, tokens[i], n))
			return n;
	}
	return 0;
}

/* Where the text begins: behind its mark and the blanks there. */
static const char *begin_of(const char *text, size_t len)
{
	const char *end = text + len;

	text += str_mark(text, len);
	while (text < end && *text && strchr(" \t\r\n", *text))
		text++;
	return text;
}

/* Makes JSON of a text: without what assigns it to a variable, and with null for
 * numbers that are none. */
static int make_json(struct str *json, const char *text, size_t len,
		     struct err *err)
{
	const char *end = text + len, *at, *equals = NULL;
	bool quoted = false;
	size_t n;

	text = begin_of(text, len);
	if ((size_t)(end - text) > strlen(ASSIGNED) &&
	    !memcmp(text, ASSIGNED, strlen(ASSIGNED)) &&
	    (equals = memchr(text, '=', (size_t)(end - text))))
		text = equals + 1;
	while (end > text && strchr(" \t\r\n;", end[-1]) && end[-1])
		end--;
	str_add(json, "");
	for (at = text; at < end; at++) {
		if (quoted && *at == '\\' && at + 1 < end) {
			at++;
			continue;
		}
		quoted ^= *at == '"';
		n = quoted ? 0 : no_number(at, (size_t)(end - at));
		if (!n)
			continue;
		str_add_bytes(json, text, (size_t)(at - text));
		str_add(json, "null");
		text = at + n;
		at = text - 1;
	}
	str_add_bytes(json, text, (size_t)(end - text));
	return str_check(json, err);
}

bool is_json(const char *text, size_t len)
{
	const char *at = begin_of(text, len);

	len -= (size_t)(at - text);
	return len && (*at == '{' || *at == '[' ||
		       (len > strlen(ASSIGNED) &&
			!memcmp(at, ASSIGNED, strlen(ASSIGNED))));
}

/* Finds the kind of what make_json() made; NULL: none of those above, no JSON, or too
 * long for SQLite. */
static int find_kind(struct db *db, const struct str *json,
		     const struct kind **kind, struct err *err)
{
	int most = sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, -1);
	sqlite3_stmt *s;
	size_t i;
	int code;

	*kind = NULL;
	if (json->len >= (size_t)most)
		return 0;
	s = db_statement(db, "foreign/kind", err);
	if (!s)
		return -1;
	db_text(s, ":text", json->text);
	code = sqlite3_step(s);
	for (i = 0; code == SQLITE_ROW && i < sizeof(kinds) / sizeof(*kinds);
	     i++)
		if (!strcmp(db_column_text(s, 0), kinds[i].name))
			*kind = &kinds[i];
	/* SQLITE_ERROR: it is not JSON */
	if (code != SQLITE_ROW && code != SQLITE_DONE && code != SQLITE_ERROR)
		code = db_fail(db, "cannot read into", err);
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return code == -1 ? -1 : 0;
}

int json_is_known(struct db *db, const char *text, size_t len, bool *known,
		  struct err *err)
{
	const struct kind *kind = NULL;
	struct str json = { 0 };
	int rc = 0;

	if (is_json(text, len) && !memchr(text, '\0', len) &&
	    str_utf8_bad(text, len) == len)
		rc = make_json(&json, text, len, err) ||
			     find_kind(db, &json, &kind, err)
			 ? -1
			 : 0;
	*known = kind;
	str_free(&json);
	return rc;
}

/* ---- rows -------------------------------------------------------------- */

static uint64_t count_at(sqlite3_stmt *s, int column)
{
	int64_t value = sqlite3_column_int64(s, column);

	return value > 0 ? (uint64_t)value : 0;
}

/* Adds the value of a row whose series, unit and place are given. */
static int add_value(struct foreign *f, const struct kind *kind,
		     sqlite3_stmt *s, struct foreign_row *row, char *name,
		     const char *unit, struct err *err)
{
	row->n = count_at(s, 2);
	row->workers = count_at(s, 3);
	row->value = sqlite3_column_double(s, 4);
	if (kind->sized)
		foreign_take_size(name, &row->n, &row->workers);
	row->series = name;
	if (!unit_parse(unit, &row->unit)) {
		foreign_note(f, &row->where,
			     "the unit '%.60s' is no time, so that it is left "
			     "out",
			     unit);
		return 0;
	}
	return foreign_add(f, row, err);
}

static int add_row(struct foreign *f, const struct kind *kind, sqlite3_stmt *s,
		   struct err *err)
{
	int type = sqlite3_column_type(s, 4);
	struct str place = { 0 }, name = { 0 }, unit = { 0 }, date = { 0 };
	struct foreign_row row = { 0 };
	const char *note = db_column_text(s, 7);
	int rc = 0;

	str_add(&place, db_column_text(s, 0));
	str_add(&name, db_column_text(s, 1));
	str_add(&unit, db_column_text(s, 5));
	str_add(&date, db_column_text(s, 6));
	if (str_check(&place, err) || str_check(&name, err) ||
	    str_check(&unit, err) || str_check(&date, err))
		rc = -1;
	row.where.path = place.text;
	row.date = date.text;
	if (!rc && *note)
		foreign_note(f, &row.where, "%s", note);
	if (!rc && (type == SQLITE_INTEGER || type == SQLITE_FLOAT))
		rc = add_value(f, kind, s, &row, name.text, unit.text, err);
	else if (!rc && type != SQLITE_NULL)
		rc =
		    foreign_problem(f, &row.where, err, "'%.60s': not a number",
				    db_column_text(s, 4));
	else if (!rc && !*note)
		foreign_note(f, &row.where, "no time, so that it is left out");
	str_free(&place);
	str_free(&name);
	str_free(&unit);
	str_free(&date);
	return rc < 0 ? -1 : 0;
}

static int unknown_json(const struct foreign *f, struct err *err)
{
	return err_set(err, ERR_USAGE,
		       "'%s' begins like JSON, but is cut off or of no kind "
		       "that dotrec knows (asv, criterion, "
		       "github-action-benchmark, google/benchmark, hyperfine, "
		       "JMH, pyperf, pytest-benchmark); write it again, or its "
		       "times as CSV",
		       f->mistakes->file);
}

/* Adds the rows of the statement of a kind. */
static int read_rows(struct foreign *f, const struct kind *kind,
		     const char *json, const char *path, struct err *err)
{
	sqlite3_stmt *s = db_statement(f->db, kind->statement, err);
	int code, rc;

	if (!s)
		return -1;
	db_text(s, ":text", json);
	if (kind->named_by_path)
		db_text(s, ":path", path);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		f->rows++;
		if (add_row(f, kind, s, err))
			break;
	}
	if (code == SQLITE_ERROR)
		err_set(err, ERR_USAGE,
			"'%s' looks like JSON of %s, but has values of other "
			"types: %s",
			f->mistakes->file, kind->name,
			sqlite3_errmsg(f->db->sqlite));
	rc = db_ended(f->db, s, code, err);
	sqlite3_clear_bindings(s);
	return rc;
}

int read_json(struct foreign *f, const char *text, size_t len, struct err *err)
{
	struct str json = { 0 }, path = { 0 };
	const struct kind *kind = NULL;
	int rc;

	if (mistakes_utf8(f->mistakes, text, len, err))
		return -1;
	rc = make_json(&json, text, len, err);
	if (!rc)
		rc = find_kind(f->db, &json, &kind, err);
	if (!rc && !kind)
		rc = unknown_json(f, err);
	if (!rc && kind->named_by_path)
		rc = criterion_name(f, &path, err);
	if (!rc)
		rc = read_rows(f, kind, json.text, path.text, err);
	str_free(&json);
	str_free(&path);
	return rc;
}
