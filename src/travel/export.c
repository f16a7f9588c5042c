/* Export: the sections of runs as CSV or JSON lines. */
#include "travel/rows.h"

#include "base/csv.h"
#include "base/mem.h"
#include "base/units.h"
#include "db/statement.h"
#include "store/query.h"
#include "travel/thin.h"
#include "travel/travel.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The sections of each choice. */
static const struct {
	const char *name;
	const char *section[8];
} choices[] = {
	{ "samples", { "run", "cell", "sample", "cold", "control" } },
	{ "summaries", { "run", "cell", "summary", "speedup", "sketch" } },
	{ "verdicts", { "verdict", "trend", "mark" } },
};

enum export_format { FORMAT_CSV, FORMAT_JSONL };

struct exporter {
	struct db *db;
	enum export_format format;
	bool thinned; /* export the runs as if they were thinned */
	FILE *f;
	struct str out;
};

/* The shortest text that reads back as the same double. JSON has no infinity:
 * a number that is too large for a double stands for it. */
static const char *real_text(char text[UNITS_SIZE], double x)
{
	if (isinf(x))
		return x < 0 ? "-1e999" : "1e999";
	return units_double(text, x);
}

/*
 * Adds a text. One that a spreadsheet would take for a formula gets an
 * apostrophe in front, which marks it as text; so does one that begins with an
 * apostrophe, and an empty one, because an empty field is NULL.
 */
static void csv_text(struct str *out, const char *text)
{
	struct str safe = { 0 };

	if (*text && !strchr("=+-@\t\r'", *text)) {
		csv_add(out, text);
		return;
	}
	str_addf(&safe, "'%s", text);
	if (safe.failed)
		out->failed = true;
	else
		csv_add(out, safe.text);
	str_free(&safe);
}

static int add_value(struct exporter *e, sqlite3_stmt *s, int i,
		     struct err *err)
{
	const char *text = (const char *)sqlite3_column_text(s, i);
	char number[UNITS_SIZE];

	switch (sqlite3_column_type(s, i)) {
	case SQLITE_NULL:
		return 0;
	case SQLITE_INTEGER:
		str_add(&e->out, text);
		return 0;
	case SQLITE_FLOAT:
		str_add(&e->out,
			real_text(number, sqlite3_column_double(s, i)));
		return 0;
	default:
		if (e->format == FORMAT_JSONL)
			return query_json_text(e->db, text, &e->out, err);
		csv_text(&e->out, text);
		return 0;
	}
}

static void add_header(struct exporter *e, sqlite3_stmt *s)
{
	int i;

	str_add(&e->out, "table");
	for (i = 0; i < sqlite3_column_count(s); i++)
		str_addf(&e->out, ",%s", sqlite3_column_name(s, i));
	str_add(&e->out, "\n");
}

static int export_add_row(struct exporter *e, const struct section *section,
			  sqlite3_stmt *s, struct err *err)
{
	bool json = e->format == FORMAT_JSONL;
	int i;

	str_addf(&e->out, json ? "{\"table\":\"%s\"" : "%s", section->name);
	for (i = 0; i < sqlite3_column_count(s); i++) {
		/* JSON lines leave out columns that are NULL */
		if (json && sqlite3_column_type(s, i) == SQLITE_NULL)
			continue;
		str_addf(&e->out, json ? ",\"%s\":" : ",",
			 sqlite3_column_name(s, i));
		if (add_value(e, s, i, err))
			return -1;
	}
	str_add(&e->out, json ? "}\n" : "\n");
	return 0;
}

static int export_flush(struct exporter *e, struct err *err)
{
	if (str_check(&e->out, err))
		return -1;
	if (e->out.len && fwrite(e->out.text, 1, e->out.len, e->f) < e->out.len)
		return err_errno(err, ERR_STORAGE, "cannot write the export");
	e->out.len = 0;
	return 0;
}

static int add_rows(struct exporter *e, const struct section *section,
		    int64_t run_id, struct err *err)
{
	sqlite3_stmt *s = section_rows(e->db, section, run_id, err);
	int rc = 0, code;

	if (!s)
		return -1;
	while (!rc && (code = sqlite3_step(s)) != SQLITE_DONE) {
		if (code != SQLITE_ROW) {
			rc = db_fail(e->db, "cannot read", err);
			break;
		}
		rc = export_add_row(e, section, s, err);
		if (!rc && e->out.len > 1 << 20)
			rc = export_flush(e, err);
	}
	sqlite3_reset(s);
	return rc;
}

/* Adds the rows that the run would have if it were thinned: it is thinned in a
 * transaction that is rolled back. */
static int add_thinned(struct exporter *e, const struct section *section,
		       int64_t run_id, struct err *err)
{
	int rc;

	if (db_begin(e->db, err))
		return -1;
	rc = thin_sketch(e->db, run_id, err);
	if (!rc)
		rc = add_rows(e, section, run_id, err);
	section_release(e->db);
	return rc;
}

static int add_section(struct exporter *e, const struct section *section,
		       const int64_t *runs, size_t count, struct err *err)
{
	sqlite3_stmt *s = section_rows(e->db, section, 0, err);
	size_t i;
	int rc = s ? 0 : -1;

	if (!rc && e->format == FORMAT_CSV)
		add_header(e, s);
	for (i = 0; i < count && !rc; i++)
		rc = e->thinned ? add_thinned(e, section, runs[i], err)
				: add_rows(e, section, runs[i], err);
	return rc ? rc : export_flush(e, err);
}

static bool export_is_chosen(const char *what, const char *section)
{
	size_t i, k;

	if (!strcmp(what, "all"))
		return true;
	for (i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		if (strcmp(what, choices[i].name) != 0)
			continue;
		for (k = 0; choices[i].section[k]; k++)
			if (!strcmp(choices[i].section[k], section))
				return true;
	}
	return false;
}

static int export_check_words(const char *what, const char *format,
			      struct err *err)
{
	const struct section *section = section_table;

	while (section->name && !export_is_chosen(what, section->name))
		section++;
	if (!section->name)
		return err_set(err, ERR_USAGE,
			       "export what? '%s' is not one of samples "
			       "summaries verdicts all",
			       what);
	if (strcmp(format, "csv") != 0 && strcmp(format, "jsonl") != 0)
		return err_set(err, ERR_USAGE,
			       "unknown format '%s'; choose csv or jsonl",
			       format);
	return 0;
}

int travel_export(struct db *db, const int64_t *runs, size_t count,
		  const char *what, const char *format, FILE *f,
		  struct err *err)
{
	struct exporter e = { .db = db, .f = f };
	const struct section *section;
	int rc = export_check_words(what, format, err);

	if (rc)
		return -1;
	e.format = strcmp(format, "csv") ? FORMAT_JSONL : FORMAT_CSV;
	e.thinned = !strcmp(what, "summaries");
	if (!e.thinned && section_hold(db, err))
		return -1;
	for (section = section_table; section->name && !rc; section++)
		if (export_is_chosen(what, section->name))
			rc = add_section(&e, section, runs, count, err);
	if (!e.thinned)
		section_release(db);
	str_free(&e.out);
	return rc;
}

int travel_runs(struct db *db, int64_t **runs, size_t *count, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/runs_by_time", err);
	int code = SQLITE_DONE;
	size_t cap = 0;

	*runs = NULL;
	*count = 0;
	if (!s)
		return -1;
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		if (mem_grow(runs, &cap, *count + 1, sizeof(**runs), err))
			break;
		(*runs)[(*count)++] = sqlite3_column_int64(s, 0);
	}
	sqlite3_reset(s);
	if (code == SQLITE_DONE)
		return 0;
	return code == SQLITE_ROW ? -1 : db_fail(db, "cannot read", err);
}
