/* Detects that the files of an open database were deleted or replaced, and then
 * copies it to NAME.rescued; names of copies. */
#ifndef DB_PLACE_H
#define DB_PLACE_H

#include "base/str.h"
#include "db/open.h"

/* Records the identity (device and inode) of the database and its -wal and -shm
 * files, for the functions below. */
void db_place_note(struct db *db);

/*
 * Checks that the names of these files still lead to the same files. If not,
 * another program has deleted or replaced one of them, and dotrec writes to a
 * file that has no name any more: the database is then copied to a free name,
 * which the error contains. Returns 0, or -1 with *err.
 */
int db_place_check(struct db *db, struct err *err);

/* If a file was deleted or replaced, turns checkpoints off: the -wal or the
 * database under its name may belong to another program. */
void db_place_guard(struct db *db);

/* Before closing: if the database itself was deleted or replaced, removes its
 * -wal and -shm, which SQLite would take for those of a new database. */
void db_place_leave(struct db *db);

#define DB_COPIES_MAX 100

/* Sets *name to the name of copy `number`, from 1: "STEM", "STEM-2", ... */
void db_copy_name(struct str *name, const char *stem, int number);

/* Sets *name to the first of these names that does not exist. Returns its
 * number, or -1 with *err. */
int db_free_name(struct str *name, const char *stem, struct err *err);

#endif
