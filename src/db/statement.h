/* For db/, store/ and travel/ only: named statements, values, transactions. */
#ifndef DB_STATEMENT_H
#define DB_STATEMENT_H

#include "db/db.h"

/* The statement of file sql/NAME.sql, reset and with no values bound; the
 * connection owns it. Returns NULL with *err on failure. An unknown name is a
 * bug. */
sqlite3_stmt *db_statement(struct db *db, const char *name, struct err *err);

/*
 * Bind a value to a parameter by name (":n"). An unknown name is a bug. A NULL
 * text and the id 0 are bound as NULL.
 *
 * These functions cannot fail, so callers have nothing to check. A text is
 * borrowed, not copied, so that memory cannot run out: it must not change until
 * the statement has ended or is reset. A text that is too long for SQLite makes
 * the statement that reads it fail (SQLITE_TOOBIG) instead of becoming NULL.
 */
void db_id(sqlite3_stmt *statement, const char *name, int64_t id);
void db_int(sqlite3_stmt *statement, const char *name, int64_t value);
void db_real(sqlite3_stmt *statement, const char *name, double value);
void db_text(sqlite3_stmt *statement, const char *name, const char *value);

/* Column i of the row as text, "" for NULL: never a null pointer. It is "" also
 * if memory ran out; the next step fails then, and so does db_row_ended().
 * Valid until the next step or reset. */
const char *db_column_text(sqlite3_stmt *statement, int i);

/* Column i of the row as text, "" for NULL. Returns NULL with *err if memory
 * ran out. Valid until the next step or reset. */
const char *db_text_at(struct db *db, sqlite3_stmt *s, int i, struct err *err);

/* Ends a loop over rows; `code` is that of its last sqlite3_step(). Returns 0
 * if all rows were read, else -1: with *err from SQLite, or, after SQLITE_ROW,
 * with the *err that made the loop end early. */
int db_ended(struct db *db, sqlite3_stmt *statement, int code, struct err *err);

/* Ends a statement of which one row was to be read; `code` is that of the only
 * sqlite3_step(). Returns 0 if there was a row and its texts could be read, else
 * -1 with *err from SQLite. */
int db_row_ended(struct db *db, sqlite3_stmt *statement, int code,
		 struct err *err);

/* Runs a statement that returns one integer. Returns 0, 1 if there was no row,
 * or -1 with *err. */
int db_run_int(struct db *db, sqlite3_stmt *statement, int64_t *value,
	       struct err *err);

/* Runs a statement that returns one row, and appends its first column as text.
 * Returns 0, or -1 with *err. */
int db_run_text(struct db *db, sqlite3_stmt *statement, struct str *text,
		struct err *err);

/* Runs a statement to its end. Returns 0, or -1 with *err. */
int db_run(struct db *db, sqlite3_stmt *statement, struct err *err);

/* Runs the statement of file sql/NAME.sql, whose only parameter is :run_id. */
int db_run_of(struct db *db, const char *name, int64_t run_id, struct err *err);

/* Runs all statements of a text. Returns 0, or -1 with *err. */
int db_exec(struct db *db, const char *sql, struct err *err);

/* Runs all statements of file sql/NAME.sql, which is a printf() format: values
 * that SQL cannot bind, such as names of views, are the other arguments. */
int db_exec_file(struct db *db, struct err *err, const char *name, ...);

/* BEGIN IMMEDIATE. Returns 0, or -1 with *err. */
int db_begin(struct db *db, struct err *err);

/* COMMIT if rc is 0, else ROLLBACK. Returns rc, or -1 with *err if the COMMIT
 * failed or the file was deleted or replaced; see db_place_check(). */
int db_end(struct db *db, int rc, struct err *err);

#endif
