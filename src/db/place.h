/* Where the files of a database lie, and names for copies of it. */
#ifndef DB_PLACE_H
#define DB_PLACE_H

#include "base/str.h"
#include "db/open.h"

/*
 * Notes where the files of the database lie, and tells whether they still lie
 * there. If not, another program has deleted or replaced one of them, and what
 * is written goes where nobody would find it: all is copied to a name that is
 * free, and that is the error.
 */
void db_place_note(struct db *db);
int db_place_check(struct db *db, struct err *err);

/* If they do not lie there any more, nothing is moved from the -wal to the
 * database from now on: either may belong to somebody else. */
void db_place_guard(struct db *db);

/* Before closing: our -wal must not be taken for that of a new database. */
void db_place_leave(struct db *db);

/* The names of copies are "STEM", "STEM-2", "STEM-3", ... by their numbers, from
 * 1. db_free_name() finds the first of them that is not there, and gives its
 * number, or -1 with *err. */
#define DB_COPIES_MAX 100
void db_copy_name(struct str *name, const char *stem, int number);
int db_free_name(struct str *name, const char *stem, struct err *err);

#endif
