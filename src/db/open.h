/*
 * The database: one SQLite file, opened with care.
 *
 * Only the parent process opens it; workers never touch it. Errors are
 * ERR_STORAGE with the path in the message, or ERR_BUSY where another process
 * holds the file.
 */
#ifndef DB_OPEN_H
#define DB_OPEN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

enum db_mode {
	DB_READ, /* an existing database of this version; never written */
	DB_WRITE /* made if it is not there; an older one is upgraded */
};

/*
 * Opens a database. Refused, with nothing touched: a directory, a file that is
 * not a database, one of another application, one with a newer schema, a
 * symbolic link. NULL with *err on failure.
 */
struct db *db_open(const char *path, enum db_mode mode, struct err *err);
/* The same for writing, but of a database that must be there. */
struct db *db_open_existing(const char *path, struct err *err);
void db_close(struct db *db);

/* A new database that nobody else can see and that vanishes with this handle or
 * process; what does not fit into memory goes where SQLITE_TMPDIR or TMPDIR
 * says, else to /var/tmp or /tmp. NULL with *err. */
struct db *db_open_temporary(struct err *err);

/*
 * Whether what was read is of one state of the database. SQLite guarantees that,
 * but not where the file is read without its -wal and locks because nothing can
 * be written beside it. 0, or -1 with *err (ERR_STORAGE) where the file has been
 * changed since it was opened. db_backup() asks that, too; db_close()
 * warns where nobody has asked.
 */
int db_check_unchanged(struct db *db, struct err *err);

/* The schema version this program writes; and that of the file when it was
 * opened, 0 for a new one. An older one was copied to NAME.vN-backup first. */
int db_version(void);
int db_old_version(const struct db *db);

/* Version of the SQLite library in use. */
const char *db_library_version(void);

/* A second connection to the file, to read what is committed. */
struct db *db_open_again(const struct db *db, struct err *err);

#endif
