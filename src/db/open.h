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

struct store;

enum store_mode {
	STORE_READ, /* an existing database of this version; never written */
	STORE_WRITE /* made if it is not there; an older one is upgraded */
};

/*
 * Opens a database. Refused, with nothing touched: a directory, a file that is
 * not a database, one of another application, one with a newer schema, a
 * symbolic link. NULL with *err on failure.
 */
struct store *store_open(const char *path, enum store_mode mode,
			 struct err *err);
void store_close(struct store *store);

/* A new database that nobody else can see and that vanishes with this handle or
 * process; what does not fit into memory goes where SQLITE_TMPDIR or TMPDIR
 * says, else to /var/tmp or /tmp. NULL with *err. */
struct store *store_open_temporary(struct err *err);

/*
 * Whether what was read is of one state of the database. SQLite guarantees that,
 * but not where the file is read without its -wal and locks because nothing can
 * be written beside it. 0, or -1 with *err (ERR_STORAGE) where the file has been
 * changed since it was opened. store_backup() asks that, too; store_close()
 * warns where nobody has asked.
 */
int store_check_unchanged(struct store *store, struct err *err);

/* The schema version this program writes; and that of the file when it was
 * opened, 0 for a new one. An older one was copied to NAME.vN-backup first. */
int store_version(void);
int store_old_version(const struct store *store);

/* Version of the SQLite library in use. */
const char *store_library_version(void);

/* A second connection to the file, to read what is committed. */
struct store *db_open_again(const struct store *store, struct err *err);

#endif
