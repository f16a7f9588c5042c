/* A copy of the database, while others write to it. */
#ifndef DB_BACKUP_H
#define DB_BACKUP_H

#include "base/str.h"
#include "db/open.h"

/*
 * Copies the database as it is now to `path`, while others write to it: whole
 * and on the medium, or not at all. With `replace` a file of that name gives
 * way to it; else that is refused. 0, or -1 with *err.
 */
int db_backup(struct db *db, const char *path, bool replace, struct err *err);

/* Whether a copy may be called `path`: not where that is a name of the database
 * `own_path` or of a part of it (ERR_USAGE), which need not be there yet. db_backup()
 * asks that, too. 0, or -1 with *err. */
int db_backup_check(const char *own_path, const char *path, struct err *err);

/* Copies the database to the first free of these names, unless a copy of the
 * same bytes has one of them already: somebody made it, and died before it was
 * needed. The name of the copy is in *name. 1 where a copy was made, 0 where it
 * was found, or -1 with *err. */
int db_backup_once(struct db *db, const char *stem, struct str *name,
		   struct err *err);

#endif
