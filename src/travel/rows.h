/*
 * The form in which a run travels: sections of rows that name everything by
 * what is the same in every database. A run is its uuid, a cell its number in
 * the plan, a series its columns; no ids. Merging, the content hash, export and
 * import all read and write these rows.
 *
 * sql/travel/get_NAME.sql gives the rows of a section of run :run_id in a fixed
 * order; the statements `put` store one. They are bound by the names of the
 * columns, and :run_id, :first (the id of the run's cell 0). One that gives a
 * text refuses the row with it.
 */
#ifndef TRAVEL_ROWS_H
#define TRAVEL_ROWS_H

#include "db/db.h"

enum section_kind {
	SECTION_CONTENT, /* what was recorded */
	SECTION_DERIVED, /* what can be made from it, or is left of it */
	SECTION_SAID     /* what was said of the run later */
};

struct section {
	const char *name;
	enum section_kind kind;
	const char *get, *put[4];
};

/* In the order in which they are written; ends with a NULL name. The first is
 * "run". */
extern const struct section section_table[];
const struct section *section_find(const char *name);

#define SECTION_COLUMNS_MAX 48

/* Writes rows of a section, whose columns have these names. */
struct section_writer {
	struct db *db;
	int columns;
	struct {
		sqlite3_stmt *statement;
		int parameter[SECTION_COLUMNS_MAX]; /* of each column, or 0 */
	} put[4];
};

/* Where the rows of a run go. */
struct section_place {
	int64_t run_id; /* 0: not there yet */
	int64_t first;  /* id of its cell number 0 */
};

int section_writer_make(struct section_writer *writer, struct db *db,
			const struct section *section, const char *const *names,
			int columns, struct err *err);

/* What became of a row. */
enum section_written {
	SECTION_FAILED = -1,
	SECTION_WRITTEN,
	SECTION_REFUSED, /* it cannot be true */
	SECTION_CONFLICT /* another one stands there, which is as good */
};

/*
 * Stores a row: bind(ctx, statement, parameter, column) binds its value and
 * gives the code of SQLite. The words of a refusal (those of SQLite, where a
 * constraint of the schema fails), of a conflict or a failure are in *err.
 */
enum section_written section_write(
    const struct section_writer *writer, const struct section_place *place,
    int (*bind)(void *ctx, sqlite3_stmt *statement, int parameter, int column),
    void *ctx, struct err *err);

/* The statement that gives the rows of a section of a run, bound. */
sqlite3_stmt *section_rows(struct db *db, const struct section *section,
			   int64_t run_id, struct err *err);

/* Copies a run's rows of a section from one database to another. A row in
 * conflict is told to conflict(ctx, words), and the others are copied. */
int section_copy(struct db *from, int64_t run_id, struct db *to,
		 const struct section_place *place,
		 const struct section *section,
		 void (*conflict)(void *ctx, const char *why), void *ctx,
		 struct err *err);

/* The run with this uuid: 0, 1 where there is none, -1 with *err. */
int section_find_run(struct db *db, const char *uuid, int64_t *run_id,
		     struct err *err);

/* One state of the database for all that is read until section_release(). */
int section_hold(struct db *db, struct err *err);
void section_release(struct db *db);

#endif
