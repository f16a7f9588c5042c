/*
 * Rows in sections: the form in which a run travels.
 *
 * The data of a run are divided into sections ("run", "cell", "sample", ...),
 * nearly one for each table. Everything here describes, reads or writes the
 * rows of a section, hence the prefix section_. Merging, the content hash,
 * export and import all use these rows.
 *
 * Rows have no ids, which differ between databases. They name a run by its
 * uuid, a cell by its number in the plan, and a series by its columns.
 *
 * sql/travel/get_NAME.sql returns the rows of a section of run :run_id in a
 * fixed order; the statements `put` store one row. Their parameters are named
 * like the columns, besides :run_id and :first (the id of the run's cell 0). A
 * `put` statement that returns a row refuses the row to be stored: it returns
 * the reason, and whether that is a conflict.
 */
#ifndef TRAVEL_ROWS_H
#define TRAVEL_ROWS_H

#include "db/db.h"

enum section_kind {
	SECTION_CONTENT, /* what was recorded; the content hash covers it */
	SECTION_DERIVED, /* computed from the content, or left of it */
	SECTION_SAID     /* added later: verdicts, trends, marks */
};

struct section {
	const char *name;
	enum section_kind kind;
	const char *get, *put[4]; /* names of statements in sql/ */
};

/* All sections in the order in which they are written; ends with a NULL name.
 * The first is "run". */
extern const struct section section_table[];

/* The section of this name, or NULL. */
const struct section *section_find(const char *name);

#define SECTION_COLUMNS_MAX 48

/* The prepared statements that store the rows of a section. */
struct section_writer {
	struct db *db;
	int columns;
	struct {
		sqlite3_stmt *statement;
		int parameter[SECTION_COLUMNS_MAX]; /* of each column, or 0 */
	} put[4];
};

/* Where the rows of a run are stored. */
struct section_place {
	int64_t run_id; /* 0: the run itself is not stored yet */
	int64_t first;  /* id of the run's cell 0 */
};

/* Prepares storing rows that have the columns `names`. 0, or -1 with *err. */
int section_writer_make(struct section_writer *writer, struct db *db,
			const struct section *section, const char *const *names,
			int columns, struct err *err);

/* The result of storing a row. */
enum section_written {
	SECTION_FAILED = -1,
	SECTION_WRITTEN,
	SECTION_REFUSED, /* the row is not valid */
	SECTION_CONFLICT /* a different row is stored already, equally valid */
};

/*
 * Stores a row: bind(ctx, statement, parameter, column) binds the value of a
 * column and returns the result code of SQLite. After a refusal, a conflict or
 * a failure *err has the message (SQLite's own where a constraint of the schema
 * fails).
 */
enum section_written section_write(
    const struct section_writer *writer, const struct section_place *place,
    int (*bind)(void *ctx, sqlite3_stmt *statement, int parameter, int column),
    void *ctx, struct err *err);

/* The statement that returns the rows of a section of a run, bound and ready to
 * be stepped; NULL with *err. */
sqlite3_stmt *section_rows(struct db *db, const struct section *section,
			   int64_t run_id, struct err *err);

/* Copies a run's rows of a section from one database to another. A row in
 * conflict is reported to conflict(ctx, why) and left out. 0, or -1 with *err.
 */
int section_copy(struct db *from, int64_t run_id, struct db *to,
		 const struct section_place *place,
		 const struct section *section,
		 void (*conflict)(void *ctx, const char *why), void *ctx,
		 struct err *err);

/* Finds the run of this uuid: 0, 1 if there is none, -1 with *err. */
int section_find_run(struct db *db, const char *uuid, int64_t *run_id,
		     struct err *err);

/* Begins a transaction: all reads until section_release() see one state of the
 * database. section_release() rolls it back. */
int section_hold(struct db *db, struct err *err);
void section_release(struct db *db);

#endif
