/*
 * Opens and closes the database, which is one SQLite file.
 *
 * Only the parent process opens it; workers never touch it. Errors are
 * ERR_STORAGE with the path in the message, or ERR_BUSY if another process
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
	DB_WRITE /* created if missing, upgraded if older */
};

/*
 * Opens a database. Refuses a directory, a symbolic link, a file that is not a
 * database, a database of another application, and one with a newer schema; the
 * file is then left unchanged. Returns NULL with *err on failure.
 */
struct db *db_open(const char *path, enum db_mode mode, struct err *err);

/* Opens an existing database for writing. Returns NULL with *err on failure. */
struct db *db_open_existing(const char *path, struct err *err);

/* Closes a database; `db` may be NULL. */
void db_close(struct db *db);

/* Creates a database that no other process can see and that vanishes with this
 * handle or process. Data that does not fit into memory goes to $SQLITE_TMPDIR
 * or $TMPDIR, else to /var/tmp or /tmp. Returns NULL with *err on failure. */
struct db *db_open_temporary(struct err *err);

/*
 * Checks that everything read so far belongs to one state of the database.
 * SQLite guarantees this except for a file that is read as immutable (without a
 * -wal and locks, see db/wal.h). Returns -1 with *err (ERR_STORAGE) if such a
 * file has changed since it was opened, else 0; a change is reported once.
 * db_backup() makes this check, and db_close() warns if it fails there.
 */
int db_check_unchanged(struct db *db, struct err *err);

/* The schema version that this program writes. */
int db_version(void);

/* The schema version of the file when it was opened, 0 if it was new. A file of
 * an older version was copied to NAME.vN-backup before the upgrade. */
int db_old_version(const struct db *db);

/* Version of the SQLite library in use. */
const char *db_library_version(void);

/* Opens a second connection to the file, which reads only committed data.
 * Returns NULL with *err on failure. */
struct db *db_open_again(const struct db *db, struct err *err);

#endif
