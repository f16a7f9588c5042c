/* Copies a database while other processes write to it. */
#ifndef DB_BACKUP_H
#define DB_BACKUP_H

#include "base/str.h"
#include "db/open.h"

/*
 * Copies the present state of the database to `path`; other processes may write
 * to the database meanwhile. On success the copy is complete and synced; on
 * failure no copy is left. An existing file `path` is replaced if `replace` is
 * set, else it is an error. Returns 0, or -1 with *err.
 */
int db_backup(struct db *db, const char *path, bool replace, struct err *err);

/*
 * Checks that `path` does not name the database `own_path` itself or its -wal,
 * -shm or -journal file (ERR_USAGE). None of these files need exist yet.
 * db_backup() makes this check itself. Returns 0, or -1 with *err.
 */
int db_backup_check(const char *own_path, const char *path, struct err *err);

/*
 * Copies the database to the first free of the names that db_copy_name() makes
 * from `stem`, unless an earlier one already holds the same bytes: the copy of
 * a process that died later on. Sets *name to the name of the copy, for
 * str_free(). Returns 1 if a copy was made, 0 if one was found, or -1 with
 * *err.
 */
int db_backup_once(struct db *db, const char *stem, struct str *name,
		   struct err *err);

#endif
