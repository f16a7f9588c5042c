/* The -wal beside a database; see wal.c. */
#ifndef DB_WAL_H
#define DB_WAL_H

#include "base/str.h"
#include "db/open.h"

/* Whether a database could not be read because no -wal can be made beside it;
 * `name` is the path that SQLite opened. */
bool db_wal_impossible(const struct db *db, const char *name);

/*
 * Whether a reader had better make no -wal: he may not write the file, so that
 * he could not remove it afterwards, and who may write the file could not write
 * to a -wal and -shm that belong to somebody else. There is none yet.
 */
bool db_wal_unwanted(const struct db *db, const char *name);

/* Such a database can be read as an immutable one, unless there is a -wal with
 * something in it: 0, or -1 with *err (ERR_STORAGE). */
int db_wal_empty(const struct db *db, const char *name, struct err *err);

/* The URI that tells SQLite to read it so. */
void db_wal_uri(struct str *uri, const char *name);

/* SQLite takes no lock on an immutable file: notes when it was changed last, for
 * db_check_unchanged(). */
void db_wal_note(struct db *db, const char *name);

/*
 * After closing: if a -wal is left beside the database, moves it there, so that
 * a copy of the one file has everything. Only who may write can do so: a reader
 * leaves the -wal that it made, or that a run left which ended meanwhile. Does
 * nothing while somebody has the database open: it is for the last one. Warns
 * where the disk is full.
 */
void db_wal_settle(const char *name);

#endif
