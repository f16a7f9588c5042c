/* Whether a database is sound, and holds all that another one held. */
#ifndef TESTS_DATABASE_H
#define TESTS_DATABASE_H

#include <stdbool.h>
#include <sqlite3.h>

/* Opens a copy of DIR/NAME and of its log, so that the database itself stays as
 * the fault left it for dotrec. NULL where there is no such file. */
sqlite3 *database_copy(const char *dir, const char *name);

/* The first column of the first row as a number; -1 on any error. */
long long database_number(sqlite3 *sqlite, const char *sql);

/* What a query gives, as text for free(): | and newlines between; "error: ..."
 * where it cannot be asked. */
char *database_text(sqlite3 *sqlite, const char *sql);

/*
 * Tells what is wrong with the copy DIR/NAME after the fault `what`: it must be
 * sound, have nothing in v_contradiction, and hold every row of the database
 * file `before` in all columns that both have, but for those of the table
 * `thinned` (or NULL), whose rows may have become sketches. False where
 * anything was wrong.
 */
bool database_check(const char *what, const char *dir, const char *name,
		    const char *before, const char *thinned);

/* The content hash as dotrec tells it, in `hash`; "" where it cannot. */
void database_hash(const char *dir, const char *name, char hash[17]);

/* Copies all rows of database file `from` into the same tables of `to`, in the
 * columns that both have. */
void database_pour(sqlite3 *to, const char *from);

#endif
