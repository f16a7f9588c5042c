/* Inside db/, store/ and travel/: an open database, and what its errors mean. */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/str.h"
#include "db/open.h"

#include <sqlite3.h>
#include <sys/types.h>
#include <time.h>

/* Files of sql/ in the program: "store/run_begin", "query/course", ... */
extern const struct str_file store_sql[];

#define DB_STATEMENTS_MAX 200
#define DB_APPLICATION_ID 0x64746563 /* "dtec" */

/* Where a file lies. */
struct db_place {
	dev_t device;
	ino_t inode; /* 0: nowhere */
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
	bool accepted; /* it is ours, and set up */
	struct {       /* for a lock; see db/wait.h */
		int64_t since_ns, until_ns;
		int signal; /* that had come before */
	} wait;
	int statement_signal; /* that had come before the last statement */
	int old_version;      /* of the schema, when the file was opened */
	struct db_place place[DB_FILES]; /* when it was opened for writing */
	struct timespec changed; /* when it was opened as immutable, else 0 */
	char *rescued;           /* where a copy lies, once the file is gone */
	bool holds;              /* runs, by locks of hold_fd */
	int hold_fd;
	struct recording *recording; /* see store/recording.h; or NULL */
};

/* Records SQLite's last error, with the path; returns -1. */
int db_fail(struct db *db, const char *what, struct err *err);

#endif
