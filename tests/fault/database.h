/* Checks that a database is sound and has all rows of an earlier one. */
#ifndef TESTS_DATABASE_H
#define TESTS_DATABASE_H

#include <stdbool.h>
#include <sqlite3.h>

/* Opens a copy of DIR/NAME and of its journal, so that the database itself stays
 * as the fault left it. Returns NULL if the file does not exist. */
sqlite3 *database_copy(const char *dir, const char *name);

/* Returns the first column of the first row as a number; -1 on any error. */
long long database_number(sqlite3 *sqlite, const char *sql);

/* Returns the answer to a query as a text for free(), with | between columns and
 * a newline after each row; "error: ..." if the query fails. */
char *database_text(sqlite3 *sqlite, const char *sql);

/*
 * Reports what is wrong with a copy of DIR/NAME after the fault `what`: it must
 * be sound, have no row in v_contradiction, and have every row of the database
 * file `before` in all columns that both have, except rows of the table
 * `thinned` (or NULL), which may have become sketches. Returns false if
 * anything is wrong.
 */
bool database_check(const char *what, const char *dir, const char *name,
		    const char *before, const char *thinned);

/* Writes the content hash as dotrec computes it to `hash`; "" on an error. */
void database_hash(const char *dir, const char *name, char hash[17]);

/* Copies all rows of the database file `from` into the same tables of `to`, in
 * the columns that both have. */
void database_pour(sqlite3 *to, const char *from);

#endif
