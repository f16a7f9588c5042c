/* For db/, store/ and travel/ only: an open database, and its error
 * messages. */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/str.h"
#include "db/open.h"

#include <sqlite3.h>
#include <sys/types.h>
#include <time.h>

/* The files of sql/ as texts: "store/run_begin", "query/course", ... */
extern const struct str_file store_sql[];

#define DB_STATEMENTS_MAX 200
#define DB_APPLICATION_ID 0x64746563 /* "dtec" */

/* The identity of a file. */
struct db_place {
	dev_t device;
	ino_t inode; /* 0: the file does not exist */
};
#define DB_FILES 3 /* the database, its -wal and its -shm */

struct db {
	sqlite3 *sqlite;
	char *path;
	struct {
		const char *name;
		sqlite3_stmt *statement;
	} prepared[DB_STATEMENTS_MAX];
	size_t count;
	enum db_mode mode;
	bool accepted; /* a dotrec database, and set up */
	struct {       /* waiting for a lock; see db/wait.h */
		int64_t since_ns, until_ns;
		int signal; /* pending when the waiting began, or 0 */
	} wait;
	int statement_signal; /* pending when the last statement was fetched */
	int old_version;      /* schema version when the file was opened */
	struct db_place place[DB_FILES]; /* as opened for writing, else 0 */
	struct timespec changed; /* mtime when opened as immutable, else 0 */
	char *rescued; /* name of the copy of a lost database, or NULL */
	bool holds;    /* hold_fd is open and may hold locks; see db/hold.h */
	int hold_fd;
	struct recording *recording; /* see store/recording.h; or NULL */
};

/* Sets *err from SQLite's last error: "WHAT 'PATH': why". Returns -1. */
int db_fail(struct db *db, const char *what, struct err *err);

#endif
