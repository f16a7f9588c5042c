/* Rows in sections: the form in which a run travels. */
#include "travel/rows.h"

#include "db/statement.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

const struct section section_table[] = {
	{ "run",
	  SECTION_CONTENT,
	  "travel/get_run",
	  { "travel/put_machine", "travel/put_build", "travel/put_run" } },
	{ "cell",
	  SECTION_CONTENT,
	  "travel/get_cell",
	  { "travel/put_series", "travel/put_cell" } },
	{ "sample",
	  SECTION_CONTENT,
	  "travel/get_sample",
	  { "travel/put_sample" } },
	{ "cold", SECTION_CONTENT, "travel/get_cold", { "travel/put_cold" } },
	{ "control",
	  SECTION_CONTENT,
	  "travel/get_control",
	  { "travel/put_control" } },
	{ "summary",
	  SECTION_DERIVED,
	  "travel/get_summary",
	  { "travel/put_summary" } },
	{ "speedup",
	  SECTION_DERIVED,
	  "travel/get_speedup",
	  { "travel/put_speedup" } },
	{ "sketch",
	  SECTION_DERIVED,
	  "travel/get_sketch",
	  { "travel/put_sketch" } },
	{ "verdict",
	  SECTION_SAID,
	  "travel/get_verdict",
	  { "travel/put_series", "travel/refuse_verdict",
	    "travel/put_verdict" } },
	{ "trend", SECTION_SAID, "travel/get_trend", { "travel/put_trend" } },
	{ "mark",
	  SECTION_SAID,
	  "travel/get_mark",
	  { "travel/put_series", "travel/put_mark", "travel/undo_mark" } },
	{ .name = NULL },
};

const struct section *section_find(const char *name)
{
	const struct section *section = section_table;

	while (section->name && strcmp(section->name, name) != 0)
		section++;
	return section->name ? section : NULL;
}

/* ---- writing rows ------------------------------------------------------ */

int section_writer_make(struct section_writer *writer, struct db *db,
			const struct section *section, const char *const *names,
			int columns, struct err *err)
{
	char parameter[80];
	int i, k;

	assert(columns <= SECTION_COLUMNS_MAX);
	memset(writer, 0, sizeof(*writer));
	writer->db = db;
	writer->columns = columns;
	for (k = 0; section->put[k]; k++) {
		sqlite3_stmt *s = db_statement(db, section->put[k], err);

		if (!s)
			return -1;
		writer->put[k].statement = s;
		for (i = 0; i < columns; i++) {
			snprintf(parameter, sizeof(parameter), ":%s", names[i]);
			writer->put[k].parameter[i] =
			    sqlite3_bind_parameter_index(s, parameter);
		}
	}
	return 0;
}

static int bind_place(sqlite3_stmt *s, const struct section_place *place)
{
	int run_id = sqlite3_bind_parameter_index(s, ":run_id");
	int first = sqlite3_bind_parameter_index(s, ":first");

	int code = SQLITE_OK;

	if (run_id && place->run_id)
		code = sqlite3_bind_int64(s, run_id, place->run_id);
	else if (run_id)
		code = sqlite3_bind_null(s, run_id);
	if (first && !code)
		code = sqlite3_bind_int64(s, first, place->first);
	return code;
}

/* Runs one `put` statement. A row that it returns has the reason why the row is
 * not stored, and whether that is a conflict. */
static enum section_written put_row(struct db *db, sqlite3_stmt *s,
				    struct err *err)
{
	int code = sqlite3_step(s);
	enum section_written written = SECTION_WRITTEN;

	if (code == SQLITE_ROW) {
		written = sqlite3_column_int(s, 1) ? SECTION_CONFLICT
						   : SECTION_REFUSED;
		err_set(err, ERR_STORAGE, "%s", db_column_text(s, 0));
		return db_row_ended(db, s, code, err) ? SECTION_FAILED
						      : written;
	} else if ((code & 0xff) == SQLITE_CONSTRAINT) {
		written = SECTION_REFUSED;
		err_set(err, ERR_STORAGE, "%s", sqlite3_errmsg(db->sqlite));
	} else if (code != SQLITE_DONE) {
		written = SECTION_FAILED;
		db_fail(db, "cannot write", err);
	}
	sqlite3_reset(s);
	return written;
}

enum section_written section_write(
    const struct section_writer *writer, const struct section_place *place,
    int (*bind)(void *ctx, sqlite3_stmt *statement, int parameter, int column),
    void *ctx, struct err *err)
{
	enum section_written written = SECTION_WRITTEN;
	int i, k;

	for (k = 0; !written && k < 4 && writer->put[k].statement; k++) {
		sqlite3_stmt *s = writer->put[k].statement;
		int code = bind_place(s, place);

		for (i = 0; !code && i < writer->columns; i++)
			if (writer->put[k].parameter[i])
				code = bind(ctx, s, writer->put[k].parameter[i],
					    i);
		if (code) {
			db_fail(writer->db, "cannot write", err);
			return SECTION_FAILED;
		}
		written = put_row(writer->db, s, err);
	}
	return written;
}

/* ---- reading rows ------------------------------------------------------ */

sqlite3_stmt *section_rows(struct db *db, const struct section *section,
			   int64_t run_id, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, section->get, err);

	if (s)
		db_int(s, ":run_id", run_id);
	return s;
}

/* Binds a value of the current row of another connection. */
static int bind_column(void *ctx, sqlite3_stmt *s, int parameter, int column)
{
	return sqlite3_bind_value(s, parameter,
				  sqlite3_column_value(ctx, column));
}

static int copy_row(const struct section_writer *writer,
		    const struct section_place *place, sqlite3_stmt *row,
		    void (*conflict)(void *ctx, const char *why), void *ctx,
		    struct err *err)
{
	struct err why = { 0 };

	switch (section_write(writer, place, bind_column, row, &why)) {
	case SECTION_WRITTEN:
		return 0;
	case SECTION_CONFLICT:
		conflict(ctx, why.text);
		return 0;
	default:
		return err_set(err, why.kind, "%s", why.text);
	}
}

int section_copy(struct db *from, int64_t run_id, struct db *to,
		 const struct section_place *place,
		 const struct section *section,
		 void (*conflict)(void *ctx, const char *why), void *ctx,
		 struct err *err)
{
	sqlite3_stmt *rows = section_rows(from, section, run_id, err);
	const char *names[SECTION_COLUMNS_MAX];
	struct section_writer writer;
	int i, columns, code, rc;

	if (!rows)
		return -1;
	columns = sqlite3_column_count(rows);
	for (i = 0; i < columns; i++)
		names[i] = sqlite3_column_name(rows, i);
	rc = section_writer_make(&writer, to, section, names, columns, err);
	while (!rc && (code = sqlite3_step(rows)) != SQLITE_DONE)
		rc = code == SQLITE_ROW
			 ? copy_row(&writer, place, rows, conflict, ctx, err)
			 : db_fail(from, "cannot read", err);
	sqlite3_reset(rows);
	return rc;
}

int section_find_run(struct db *db, const char *uuid, int64_t *run_id,
		     struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/run_with_uuid", err);

	if (!s)
		return -1;
	db_text(s, ":uuid", uuid);
	return db_run_int(db, s, run_id, err);
}

int section_hold(struct db *db, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/snapshot", err);

	return s ? db_run(db, s, err) : -1;
}

void section_release(struct db *db)
{
	struct err ignored = { 0 };

	db_end(db, -1, &ignored);
}
