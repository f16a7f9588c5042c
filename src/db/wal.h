/* Handles the -wal file of a database; see wal.c. */
#ifndef DB_WAL_H
#define DB_WAL_H

#include "base/str.h"
#include "db/open.h"

/* Whether SQLite's last error means that the database cannot be read because no
 * -wal can be created beside it. `name`, here and below, is the path that
 * SQLite opened. */
bool db_wal_impossible(const struct db *db, const char *name);

/*
 * Whether a reader should not create a -wal: there is none with data in it, and
 * the user may not write the database. The user could not remove the -wal and
 * -shm afterwards, and the database's owner could not write to them.
 */
bool db_wal_unwanted(const struct db *db, const char *name);

/* Checks that a database can be read as immutable: its -wal is missing or
 * empty. Returns 0, or -1 with *err (ERR_STORAGE). */
int db_wal_empty(const struct db *db, const char *name, struct err *err);

/* Adds the URI by which SQLite opens the file as immutable. */
void db_wal_uri(struct str *uri, const char *name);

/* Records the modification time of an immutable file, on which SQLite takes no
 * lock, for db_check_unchanged(). */
void db_wal_note(struct db *db, const char *name);

/*
 * After db_close() closed its connection: moves the content of a remaining -wal
 * into the database, so that a copy of the one file is complete. A read-only
 * connection leaves a -wal that it created itself or that a run left meanwhile.
 * Does nothing if the user may not write the file; while another process has
 * the database open, the -wal stays. Warns if the disk is full.
 */
void db_wal_settle(const char *name);

#endif
