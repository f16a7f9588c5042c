/* Whose history the runs of a foreign table belong to, and which of them are
 * stored already. */
#include "travel/import.h"

#include "db/statement.h"

#include <stdio.h>
#include <string.h>

#define SOURCES_MAX 32
#define NAME_SIZE   256

/* A source in the target that has a series of the table. */
struct source {
	char name[NAME_SIZE]; /* "": the shared one, from before schema 7 */
	/* whether it has the present date and series; with the same values */
	bool has_date, agrees;
	bool differs; /* on one date or more */
};

struct sources {
	struct source source[SOURCES_MAX];
	size_t count;
	int64_t series_id; /* the present series of the table, and its date */
	char date[11];
};

/* The source of this name, which is added if it is new; NULL if there are too
 * many. */
static struct source *find_source(struct sources *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (!strcmp(s->source[i].name, name))
			return &s->source[i];
	if (i == SOURCES_MAX || strlen(name) >= NAME_SIZE)
		return NULL;
	s->source[i] = (struct source){ .has_date = false };
	str_copy(s->source[i].name, NAME_SIZE, name);
	return &s->source[s->count++];
}

/* Binds the columns of a row of travel/table_cells to parameters of the same
 * names. */
static int bind_cell(struct db *to, sqlite3_stmt *s, sqlite3_stmt *cell,
		     struct err *err)
{
	char name[40];
	int i, at;

	for (i = 0; i < sqlite3_column_count(cell); i++) {
		snprintf(name, sizeof(name), ":%s",
			 sqlite3_column_name(cell, i));
		at = sqlite3_bind_parameter_index(s, name);
		if (at &&
		    sqlite3_bind_value(s, at, sqlite3_column_value(cell, i)))
			return db_fail(to, "cannot read", err);
	}
	return 0;
}

/* Notes the sources that have the series of a cell: of any date if `statement`
 * is table_series, of its date if it is table_date. */
static int note_sources(struct import *im, struct sources *sources,
			const char *statement, sqlite3_stmt *cell,
			struct err *err)
{
	sqlite3_stmt *s = db_statement(im->to, statement, err);
	struct source *source;
	int code;

	if (!s || bind_cell(im->to, s, cell, err))
		return -1;
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		source = find_source(sources, db_column_text(s, 0));
		if (source && sqlite3_column_count(s) > 1) {
			source->has_date = true;
			source->agrees |= sqlite3_column_int(s, 1) != 0;
		}
	}
	return db_ended(im->to, s, code, err);
}

/* Ends a date of a series. */
static void end_date(struct sources *s)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		s->source[i].differs |=
		    s->source[i].has_date && !s->source[i].agrees;
		s->source[i].has_date = s->source[i].agrees = false;
	}
}

static int look_for_cell(struct import *im, struct sources *s,
			 sqlite3_stmt *cell, struct err *err)
{
	const char *utc = db_column_text(cell, 1);
	int64_t series_id = sqlite3_column_int64(cell, 0);

	if (series_id != s->series_id || strncmp(utc, s->date, 10))
		end_date(s);
	if (series_id != s->series_id &&
	    note_sources(im, s, "travel/table_series", cell, err))
		return -1;
	s->series_id = series_id;
	str_copy(s->date, sizeof(s->date), utc);
	return note_sources(im, s, "travel/table_date", cell, err);
}

/* Finds the source that the table continues: it has one of its series, and the
 * same values on all dates that both have. Returns NULL in *name if there is
 * none. */
static int find_continued(struct import *im, struct sources *s,
			  const char **name, struct err *err)
{
	sqlite3_stmt *cells =
	    db_statement(im->temporary, "travel/table_cells", err);
	int code = SQLITE_DONE;
	size_t i;

	*name = NULL;
	if (!cells)
		return -1;
	while ((code = sqlite3_step(cells)) == SQLITE_ROW)
		if (look_for_cell(im, s, cells, err))
			break;
	if (db_ended(im->temporary, cells, code, err))
		return -1;
	end_date(s);
	for (i = s->count; i > 0; i--)
		if (!s->source[i - 1].differs)
			*name = s->source[i - 1].name;
	return 0;
}

/* Finds the source of the runs that came from a file of this name. */
static int find_by_file(struct import *im, struct str *source, bool *found,
			struct err *err)
{
	sqlite3_stmt *s = db_statement(im->to, "travel/source_of_file", err);
	int code;

	*found = false;
	if (!s)
		return -1;
	db_text(s, ":file", import_file(im));
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		*found = true;
		str_add(source, db_column_text(s, 0));
	}
	return db_ended(im->to, s, code, err) ? -1 : str_check(source, err);
}

static int take_source(struct import *im, const char *name, struct err *err)
{
	static const char *const names[] = { "travel/source_run",
					     "travel/source_machine" };
	sqlite3_stmt *s;
	size_t i;

	for (i = 0; i < 2; i++) {
		s = db_statement(im->temporary, names[i], err);
		if (!s)
			return -1;
		db_text(s, ":origin", *name ? name : NULL);
		if (db_run(im->temporary, s, err))
			return -1;
	}
	return 0;
}

/* The values of a run as one text. */
static int table_text(struct db *db, int64_t run_id, struct str *text,
		      struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/table_night", err);

	text->len = 0;
	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	return db_run_text(db, s, text, err);
}

/* Whether a run of the table has its time from the time stamp of the file, which
 * changes when the file is copied. */
static bool is_guess(const struct import *im, const char *utc)
{
	char guess[CLOCK_UTC_SIZE];

	clock_text(im->options->started.unix_s, guess);
	return im->undated && im->options->started_is_guess &&
	       !strcmp(utc, guess);
}

/* Finds the newest run with these values, and its source: of one source, or of any
 * (NULL). 0, 1 if there is none, or -1. */
static int find_values(struct import *im, const char *values,
		       const char *source, int64_t *stored, struct str *its,
		       struct err *err)
{
	sqlite3_stmt *s = db_statement(im->to, "travel/stored_runs", err);
	struct str there = { 0 };
	int code = SQLITE_DONE, rc = 1;

	if (!s)
		return -1;
	db_int(s, ":any", !source);
	db_text(s, ":origin", source && *source ? source : NULL);
	while (rc == 1 && (code = sqlite3_step(s)) == SQLITE_ROW) {
		*stored = sqlite3_column_int64(s, 0);
		rc = table_text(im->to, *stored, &there, err);
		if (!rc)
			rc = strcmp(there.text, values) != 0;
	}
	if (!rc) {
		str_add(its, db_column_text(s, 1));
		rc = db_row_ended(im->to, s, code, err);
	} else {
		rc = db_ended(im->to, s, code, err) ? -1 : 1;
	}
	if (str_check(its, err))
		rc = -1;
	str_free(&there);
	return rc;
}

/* Finds the source of a file that was imported before, and now has another name or
 * time stamp. */
static int find_by_guess(struct import *im, struct str *source, bool *found,
			 struct err *err)
{
	sqlite3_stmt *runs =
	    db_statement(im->temporary, "travel/table_runs", err);
	struct str values = { 0 };
	int code = SQLITE_DONE, rc = 1;
	int64_t stored;

	if (!runs)
		return -1;
	while (rc == 1 && (code = sqlite3_step(runs)) == SQLITE_ROW) {
		if (!is_guess(im, db_column_text(runs, 1)))
			continue;
		rc = table_text(im->temporary, sqlite3_column_int64(runs, 0),
				&values, err);
		if (!rc)
			rc = find_values(im, values.text, NULL, &stored, source,
					 err);
	}
	*found = !rc;
	str_free(&values);
	return db_ended(im->temporary, runs, rc ? code : SQLITE_DONE, err);
}

static int choose_source(struct import *im, struct err *err)
{
	struct sources sources = { .count = 0 };
	struct str by_file = { 0 };
	const char *name = NULL;
	bool found;
	int rc = find_by_file(im, &by_file, &found, err);

	if (!rc && !found)
		rc = find_by_guess(im, &by_file, &found, err);
	if (!rc && found)
		name = by_file.text ? by_file.text : "";
	else if (!rc)
		rc = find_continued(im, &sources, &name, err);
	if (!rc && name)
		rc = take_source(im, name, err);
	str_free(&by_file);
	return rc;
}

/* ---- nights that are stored already ------------------------------------- */

/* Finds the run of a source that has the same values as one of the table: at the
 * same time, or at any time if the table does not say when it was measured, since
 * the time stamp of a file changes when it is copied. 0, 1 if there is none, or
 * -1. */
static int find_stored(struct import *im, const char *utc, const char *source,
		       const char *values, int64_t *stored, struct err *err)
{
	struct str its = { 0 };
	sqlite3_stmt *s;
	int rc;

	if (is_guess(im, utc)) {
		rc = find_values(im, values, source, stored, &its, err);
		str_free(&its);
		return rc;
	}
	s = db_statement(im->to, "travel/stored_night", err);
	if (!s)
		return -1;
	db_text(s, ":started_utc", utc);
	db_text(s, ":origin", *source ? source : NULL);
	return db_run_int(im->to, s, stored, err);
}

/* Drops a run of the table if the target has the same night of its source. */
static int drop_stored(struct import *im, int64_t run_id, const char *utc,
		       const char *source, struct err *err)
{
	struct str here = { 0 }, there = { 0 };
	int64_t stored, is_night = 0;
	sqlite3_stmt *s;
	int rc = table_text(im->temporary, run_id, &here, err);

	if (!rc)
		rc = find_stored(im, utc, source, here.text, &stored, err);
	if (!rc)
		rc = table_text(im->to, stored, &there, err);
	if (!rc && here.len && !strcmp(here.text, there.text)) {
		s = db_statement(im->to, "travel/is_night", err);
		if (s)
			db_int(s, ":run_id", stored);
		rc = !s || db_run_int(im->to, s, &is_night, err) ||
			     db_exec_file(im->temporary, err, "travel/drop",
					  (long long)run_id) ||
			     db_run_of(im->temporary, "travel/drop_run", run_id,
				       err)
			 ? -1
			 : 0;
		im->result->kept++;
		im->result->runs++;
		im->result->nights += is_night != 0;
	}
	str_free(&here);
	str_free(&there);
	return rc < 0 ? -1 : 0;
}

static int drop_all_stored(struct import *im, struct err *err)
{
	sqlite3_stmt *runs =
	    db_statement(im->temporary, "travel/table_runs", err);
	int code = SQLITE_DONE;

	if (!runs)
		return -1;
	while ((code = sqlite3_step(runs)) == SQLITE_ROW)
		if (drop_stored(im, sqlite3_column_int64(runs, 0),
				db_column_text(runs, 1),
				db_column_text(runs, 2), err))
			break;
	return db_ended(im->temporary, runs, code, err);
}

int import_continue(struct import *im, struct err *err)
{
	if (!im->options->source && choose_source(im, err))
		return -1;
	return drop_all_stored(im, err);
}
