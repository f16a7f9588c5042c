/* Inside db/, store/ and travel/: statements by name, values, transactions. */
#ifndef DB_STATEMENT_H
#define DB_STATEMENT_H

#include "db/db.h"

/* The statement of file sql/NAME.sql, reset and with no values bound. NULL
 * with *err. An unknown name is a bug. */
sqlite3_stmt *db_statement(struct db *db, const char *name, struct err *err);

/*
 * Binds by name (":n"). An unknown name is a bug. A NULL text is NULL, and so is
 * the id 0.
 *
 * A text is borrowed, not copied: it must stay as it is until the statement has
 * ended or is reset. So there is no copy for which memory could be lacking, and
 * integers and reals need none. A text that is too long for SQLite is not bound
 * as NULL either: a statement that reads it fails (SQLITE_TOOBIG), so nobody
 * has to look here.
 */
void db_id(sqlite3_stmt *statement, const char *name, int64_t id);
void db_int(sqlite3_stmt *statement, const char *name, int64_t value);
void db_real(sqlite3_stmt *statement, const char *name, double value);
void db_text(sqlite3_stmt *statement, const char *name, const char *value);

/* Column i of the row as text, "" for NULL: never a null pointer. Valid until
 * the next step or reset. */
const char *db_column_text(sqlite3_stmt *statement, int i);

/* Column i of a row as text, "" where it is NULL; NULL with *err where memory
 * ran out. Valid until the next step or reset. */
const char *db_text_at(struct db *db, sqlite3_stmt *s, int i, struct err *err);

/* After the last sqlite3_step() of a loop over rows, whose code this is: 0 when
 * all rows were taken, else -1; *err is set already where the loop was left. */
int db_ended(struct db *db, sqlite3_stmt *statement, int code, struct err *err);

/* Runs a statement that gives one integer; 0, 1 if it gave no row, or -1. */
int db_run_int(struct db *db, sqlite3_stmt *statement, int64_t *value,
	       struct err *err);

/* Runs a statement to its end. 0, or -1 with *err. */
int db_run(struct db *db, sqlite3_stmt *statement, struct err *err);

/* The same of file sql/NAME.sql, for one run: its only value is :run_id. */
int db_run_of(struct db *db, const char *name, int64_t run_id, struct err *err);

/* Runs all statements of a text. */
int db_exec(struct db *db, const char *sql, struct err *err);

/* Runs all statements of file sql/NAME.sql. What cannot be bound, as names of
 * views, stands there as for printf(), and its values follow. */
int db_exec_file(struct db *db, struct err *err, const char *name, ...);

/* BEGIN IMMEDIATE; COMMIT when rc is 0, ROLLBACK when not. Both give rc. What
 * was committed to a file that is no longer there under its name is an error,
 * too: see db_place_check(). */
int db_begin(struct db *db, struct err *err);
int db_end(struct db *db, int rc, struct err *err);

#endif
